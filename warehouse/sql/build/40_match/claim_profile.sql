-- grain: claim_id
-- posted claim, with the key by which contracts/agreements/matching.py finds its agreement
create or replace table derived.claim_profile as
select
    c.claim_id,
    to_json({
        'payer_ids': list_distinct(list_filter(
            [p.payer_id, p.payer_reference_2u, p.payer_reference_nf, p.payer_reference_eo, p.payer_reference_hi],
            lambda i: i is not null
        )).list_sort(),
        'payer_name': p.payer_name,
        'originator_id': coalesce(p.originator_id, p.originating_company),
        'filing_code': c.filing_code,
        -- left out where no agreement asks for it, so that more claims share a profile
        'contract_code': case when $asks_contract_code then c.contract_code end,
        'group_number': case when $asks_group_number then c.group_number end,
        'payee_tin': p.payee_tin,
        'payee_npi': p.payee_npi
    })::varchar as profile
from fact.claim as c
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
inner join fact.payment as p on c.payment_id = p.payment_id
