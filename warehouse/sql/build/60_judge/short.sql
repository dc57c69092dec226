-- grain: unit_key
-- short line, or short visit, with the day from which its dispute window counts: the decision that made it short
-- (42 CFR 405.984), unless its agreement counts from another day, or an amendment made it short after it was paid
create or replace table derived.short as
with known as (
    select
        u.*,
        m.remittance_date,
        m.payment_date,
        m.received_date,
        m.earliest_date,
        d.latest_adjustment,
        d.latest_earliest_date
    from derived.short_unit as u
    left join derived.made_short as m on u.unit_key = m.unit_key
    left join derived.chain_date as d on u.chain_id = d.chain_id
),

-- the day of each event that the agreement names, and the earliest that it may be read as
event as (
    select
        k.unit_key,
        -- no claim is received before its service: a receipt that is on no remittance is counted from the service
        case when e.event = 'payer_receipt' and k.received_date is null then 'receipt_unknown' else e.event end as event,
        case e.event
            when 'remittance_date' then k.remittance_date
            when 'payment_date' then k.payment_date
            when 'latest_adjustment' then k.latest_adjustment
            when 'date_of_service' then k.service_date
            when 'payer_receipt' then coalesce(k.received_date, k.service_date)
        end as day,
        case e.event
            when 'latest_adjustment' then k.latest_earliest_date
            when 'date_of_service' then k.service_date
            when 'payer_receipt' then coalesce(k.received_date, k.service_date)
            else k.earliest_date
        end as earliest_day
    from known as k
    inner join reference.window_event as e on k.agreement_id = e.agreement_id
),

-- of several events the later one; on one day, the one that the alphabet puts last
basis as (
    select
        unit_key,
        arg_max(event, (day, event)) as basis_event,
        max(day) as basis_date,
        max(earliest_day) as earliest_basis_date
    from event
    where day is not null
    group by unit_key
),

-- paid before the amendment was signed that holds for its day of service
amended as (
    select
        k.unit_key,
        max(r.signed_on) as signed_on
    from known as k
    inner join reference.reprocessing as r
        on
            k.agreement_id = r.agreement_id
            and k.service_date between r.effective_from and r.effective_until
            and k.payment_date < r.signed_on
    group by k.unit_key
)

select
    k.* exclude (remittance_date, payment_date, received_date, earliest_date, latest_adjustment, latest_earliest_date),
    k.remittance_date as determined_on,
    k.earliest_date as earliest_determined_on,
    case when a.unit_key is null then b.basis_event else 'amendment' end as basis_event,
    coalesce(a.signed_on, b.basis_date) as basis_date,
    coalesce(a.signed_on, b.earliest_basis_date) as earliest_basis_date
from known as k
left join basis as b on k.unit_key = b.unit_key
left join amended as a on k.unit_key = a.unit_key
