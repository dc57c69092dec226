-- grain: payment_id, segment_number, reference, amount, claim_id
-- overpayment taken back (PLB WO) and a claim that its reference names; one row without a claim where it names none
create or replace view recoupment as
with taken as (
    select
        a.payment_id,
        a.segment_number,
        a.adjustment_ordinal,
        a.provider_id,
        a.reference,
        a.amount,
        upper(regexp_replace(a.reference, '\s', '', 'g')) as whole,
        p.payer_name as payer,
        p.trace,
        p.payment_date,
        coalesce(p.production_date, p.payment_date) as demanded_on,
        f.name as file_name,
        derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name) as payer_key
    from fact.provider_adjustment as a
    inner join derived.payment_standing as s on a.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.payment as p on a.payment_id = p.payment_id
    inner join fact.file as f on p.file_id = f.file_id
    where upper(trim(a.reason_code)) = 'WO'
),

-- PLB03-2 has the claim's numbers and the trace in any combination, joined or separated
token as (
    select distinct
        payment_id,
        segment_number,
        adjustment_ordinal,
        payer_key,
        unnest(list_append(regexp_split_to_array(upper(reference), '[^A-Z0-9]+'), whole)) as token
    from taken
),

claim as (
    select
        c.claim_id,
        c.payment_id,
        derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name) as payer_key,
        upper(c.payer_control_number) as clp07,
        upper(c.patient_control_number) as clp01,
        upper(p.trace) as trn02
    from fact.claim as c
    inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.payment as p on c.payment_id = p.payment_id
    where coalesce(c.status_code, '') not in ('22', '25')
        and derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name) in (select payer_key from taken)
),

-- an amount below zero defers an overpayment that was demanded; for Medicare the law sets the day of recoupment
demand as (
    select
        c.payment_id,
        min(n.begins_on_day) as begins_on_day,
        min(n.stayed_within_days) as stayed_within_days,
        any_value(n.source) as source
    from fact.claim as c
    inner join reference.recoupment_rule as n on c.filing_code = n.filing_code
    where c.payment_id in (select payment_id from taken where amount < 0)
    group by c.payment_id
),

name as (
    select claim_id, payment_id, payer_key, clp07 as token, 1 as priority, 'payer_control_number' as linked_by from claim
    union all
    select claim_id, payment_id, payer_key, unnest([clp01 || clp07, clp07 || clp01, clp01 || clp07 || trn02, clp07 || trn02]), 1,
        'payer_control_number'
    from claim
    union all
    select claim_id, payment_id, payer_key, unnest([clp01, clp01 || trn02, trn02 || clp01]), 2, 'patient_control_number'
    from claim
),

named as (
    select
        t.payment_id,
        t.segment_number,
        t.adjustment_ordinal,
        n.claim_id,
        min(n.priority) as priority,
        min_by(n.linked_by, n.priority) as linked_by
    from token as t
    inner join name as n on t.token = n.token and t.payer_key = n.payer_key
    where len(t.token) >= 4
    group by t.payment_id, t.segment_number, t.adjustment_ordinal, n.claim_id
),

-- the payer's own claim number is better evidence than a patient control number that happens to be equal
found as (
    select *
    from named
    qualify priority = min(priority) over (partition by payment_id, segment_number, adjustment_ordinal)
)

select
    t.file_name,
    t.segment_number,
    t.payer,
    t.trace,
    t.payment_date,
    t.provider_id,
    t.reference,
    t.amount,
    found.linked_by,
    c.patient_control_number,
    c.payer_control_number,
    c.paid,
    claim_payment.trace as claim_trace,
    claim_payment.payment_date as claim_payment_date,
    case when t.amount < 0 then t.demanded_on end as demanded_on,
    case when t.amount < 0 then t.demanded_on + d.stayed_within_days end as stay_until,
    case when t.amount < 0 then t.demanded_on + d.begins_on_day end as recoupment_begins_on,
    case when t.amount < 0 then d.source end as recoupment_rule,
    t.payment_id,
    found.claim_id
from taken as t
left join found
    on
        t.payment_id = found.payment_id and t.segment_number = found.segment_number
        and t.adjustment_ordinal = found.adjustment_ordinal
left join demand as d on t.payment_id = d.payment_id
left join fact.claim as c on found.claim_id = c.claim_id
left join fact.payment as claim_payment on c.payment_id = claim_payment.payment_id
