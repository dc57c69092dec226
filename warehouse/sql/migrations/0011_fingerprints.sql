-- The content of a payment is told by sums of digests from now on: the fingerprints on record are made anew.
truncate fact.payment_fingerprint;

insert into fact.payment_fingerprint
with adjustment as (
    select
        claim_id,
        line_id,
        sum(md5_number_lower(concat_ws('/', group_code, reason_code, amount, quantity))) as digest
    from fact.adjustment
    group by all
),

line as (
    select
        l.claim_id,
        sum(md5_number_lower(concat_ws(
            '|', l.procedure_code, l.modifier_1, l.modifier_2, l.charge, l.paid, l.units_paid, l.service_date,
            l.line_control_number, a.digest
        ))) as digest
    from fact.line as l
    left join adjustment as a on l.line_id = a.line_id
    group by l.claim_id
),

claim as (
    select
        c.payment_id,
        sum(md5_number_lower(concat_ws(
            '|', c.patient_control_number, c.status_code, c.charge, c.paid, c.payer_control_number, a.digest, line.digest
        ))) as digest
    from fact.claim as c
    left join adjustment as a on c.claim_id = a.claim_id and a.line_id is null
    left join line on c.claim_id = line.claim_id
    group by c.payment_id
),

provider_adjustment as (
    select
        payment_id,
        sum(md5_number_lower(concat_ws('|', reason_code, reference, amount))) as digest
    from fact.provider_adjustment
    group by payment_id
)

select
    p.payment_id,
    md5(concat_ws(
        '|', coalesce(p.originator_id, p.originating_company, p.payer_id, p.payer_name), p.trace, p.payment_date, p.payment_amount
    )) as identity,
    md5(concat_ws('#', claim.digest, provider_adjustment.digest)) as content
from fact.payment as p
left join claim on p.payment_id = claim.payment_id
left join provider_adjustment on p.payment_id = provider_adjustment.payment_id;
