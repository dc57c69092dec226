-- grain: reversal and the claim it takes back, one to one: best evidence first (same number and patient share, same number, same account)
create or replace table derived.reversal_pair as
with reversal as (
    select * from derived.claim_event
    where kind = 'reversal'
),

original as (
    select * from derived.claim_event
    where kind not in ('reversal', 'predetermination')
),

exact as (
    select
        r.claim_id as reversal_id,
        o.claim_id as original_id
    from (
        select
            *,
            row_number() over (partition by payer_key, payer_control_number, charge, paid, patient_amount order by sequence) as nth
        from reversal
    ) as r
    inner join (
        select
            *,
            row_number() over (partition by payer_key, payer_control_number, charge, paid, patient_amount order by sequence) as nth
        from original
    ) as o
        on
            r.payer_key = o.payer_key
            and r.payer_control_number = o.payer_control_number
            and r.charge = -o.charge
            and r.paid = -o.paid
            and r.patient_amount = -o.patient_amount
            and r.nth = o.nth
            and o.sequence < r.sequence
),

same_number as (
    select
        r.claim_id as reversal_id,
        o.claim_id as original_id
    from (
        select
            *,
            row_number() over (partition by payer_key, payer_control_number, charge, paid order by sequence) as nth
        from reversal
        where claim_id not in (select reversal_id from exact)
    ) as r
    inner join (
        select
            *,
            row_number() over (partition by payer_key, payer_control_number, charge, paid order by sequence) as nth
        from original
        where claim_id not in (select original_id from exact)
    ) as o
        on
            r.payer_key = o.payer_key
            and coalesce(r.original_control_number, r.payer_control_number) = o.payer_control_number
            and r.charge = -o.charge
            and r.paid = -o.paid
            and r.nth = o.nth
            and o.sequence < r.sequence
),

paired as (
    select * from exact
    union all
    select * from same_number
),

-- payers renumber: the practice's own account number with the same lines on the same days is the last resort
same_account as (
    select
        r.claim_id as reversal_id,
        o.claim_id as original_id
    from (
        select
            *,
            row_number() over (partition by payer_key, patient_control_number, line_set, charge, paid order by sequence) as nth
        from reversal
        where claim_id not in (select reversal_id from paired) and patient_control_number is not null
    ) as r
    inner join (
        select
            *,
            row_number() over (partition by payer_key, patient_control_number, line_set, charge, paid order by sequence) as nth
        from original
        where claim_id not in (select original_id from paired)
    ) as o
        on
            r.payer_key = o.payer_key
            and r.patient_control_number = o.patient_control_number
            and r.line_set = o.line_set
            and r.charge = -o.charge
            and r.paid = -o.paid
            and r.nth = o.nth
            and o.sequence < r.sequence
)

select * from paired
union all
select * from same_account
