-- grain: claim_id
-- posted claim as an event of the payer's decisions: their order, and what kind of event it is
create or replace table derived.claim_event as
with line as (
    select
        l.claim_id,
        -- a sum of hashes does not depend on the order of the lines
        sum(md5_number_lower(concat_ws('|', l.service_date, l.procedure_code, abs(l.charge))))::varchar as line_set,
        bool_and(d.state = 'pended') as is_pended,
        bool_and(coalesce(d.zero_for = 'duplicate', false)) as is_duplicate_denial,
        bool_and(d.state in (
            'denied_correctable', 'denied_appealable', 'denied_final', 'timely_filing', 'duplicate', 'bundled'
        )) as is_denied,
        min(l.service_date) as first_service_date,
        max(coalesce(l.service_until, l.service_date)) as last_service_date
    from derived.posted_line as l
    inner join derived.line_pattern as p on l.line_id = p.line_id
    inner join derived.disposition as d on p.pattern = d.pattern
    group by l.claim_id
),

-- remittances of one day arrive in any order: their own content orders them, never the order of their files
payment as (
    select
        p.*,
        coalesce(derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name), '') as payer_key,
        -- a remittance without dates of its own has the date of its envelope, else the day it was received
        coalesce(p.production_date, p.payment_date, p.group_date, f.received_at::date) as remittance_date,
        coalesce(p.payment_date, p.production_date, p.group_date, f.received_at::date) as paid_on,
        -- the dates of a remittance may differ; counting from the earliest is safe
        least(p.production_date, p.group_date, p.payment_date, f.received_at::date) as earliest_date,
        row_number() over (
            order by coalesce(p.production_date, p.payment_date, p.group_date, f.received_at::date), p.payment_date, p.trace,
                t.identity, p.control_number, p.segment_count, t.content, p.payment_id
        ) as place
    from fact.payment as p
    inner join fact.file as f on p.file_id = f.file_id
    inner join derived.payment_identity as t on p.payment_id = t.payment_id
    inner join derived.payment_standing as s on p.payment_id = s.payment_id and s.standing = 'posted'
),

-- what was charged or paid below zero is taken back, whether or not its status says so (22, 835 guide 1.10.2.8)
claim as (
    select
        c.*,
        coalesce(c.status_code = '22', false)
        or (c.status_code is distinct from '25' and coalesce(least(c.charge, c.paid) < 0, false)) as takes_back
    from fact.claim as c
)

select
    c.claim_id,
    c.payment_id,
    -- who paid: the number it signs with, else its id, else its name
    p.payer_key,
    -- a number that stands for none links nothing
    case when mine.number is null then c.payer_control_number end as payer_control_number,
    case when named.number is null then c.original_control_number end as original_control_number,
    c.patient_control_number,
    c.frequency_code,
    -- families share a member id, so the key of a patient has the first name, too
    derived.patient_key(c.patient_identifier, c.subscriber_identifier, c.patient_last, c.patient_first) as patient,
    upper(c.patient_first) as patient_first,
    upper(c.patient_last) as patient_last,
    -- some payers send a reversal with the amounts of the original, not negated (X12 RFI 288)
    case when c.takes_back then -abs(c.charge) else c.charge end as charge,
    case when c.takes_back then -abs(c.paid) else c.paid end as paid,
    case when c.takes_back then -abs(b.patient_amount) else b.patient_amount end as patient_amount,
    p.remittance_date,
    p.paid_on as payment_date,
    p.earliest_date,
    coalesce(line.line_set, '') as line_set,
    coalesce(line.first_service_date, c.service_from) as first_service_date,
    coalesce(line.last_service_date, c.service_until, c.service_from) as last_service_date,
    case
        when c.takes_back then 'reversal'
        when c.status_code = '25' then 'predetermination'
        when line.is_pended then 'pended'
        when line.is_duplicate_denial then 'duplicate_denial'
        -- a replacement that is denied as a whole replaces nothing; only a reversal takes the original back
        when c.frequency_code = '7' and c.paid = 0 and coalesce(line.is_denied, coalesce(b.patient_amount, 0) = 0)
            then 'denied_replacement'
        else 'decision'
    end as kind,
    row_number() over (order by p.place, c.claim_ordinal, c.claim_id) as sequence
from claim as c
inner join payment as p on c.payment_id = p.payment_id
inner join derived.claim_balance as b on c.claim_id = b.claim_id
left join line on c.claim_id = line.claim_id
left join derived.placeholder_number as mine on p.payer_key = mine.payer_key and c.payer_control_number = mine.number
left join derived.placeholder_number as named on p.payer_key = named.payer_key and c.original_control_number = named.number
