-- grain: chain; the days of the latest decision that changed anything: the same sent again adjusts nothing, and duplicate
-- denials, pended claims and denied replacements decide nothing
create or replace table derived.chain_date as
with decision as (
    select
        c.chain_id,
        e.*,
        lag({'charge': e.charge, 'paid': e.paid, 'patient_amount': e.patient_amount}) over (
            partition by c.chain_id, e.line_set order by e.sequence
        ) as told_before
    from derived.claim_event as e
    inner join derived.claim_chain as c on e.claim_id = c.claim_id
    where e.kind = 'decision'
)

select
    chain_id,
    min(claim_id) as first_claim_id,
    arg_max(remittance_date, sequence) as latest_adjustment,
    arg_max(earliest_date, sequence) as latest_earliest_date
from decision
where told_before is distinct from {'charge': charge, 'paid': paid, 'patient_amount': patient_amount}
group by chain_id
