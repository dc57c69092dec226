-- grain: group_key
-- claim group and its parent. The parent is the earlier group this one repeats, corrects or reverses: the first claim
-- of the group has its number on other days or for a patient spelled otherwise, names it in REF*F8, takes it back, or
-- corrects it under a new number
create or replace table derived.group_parent as
with first_event as (
    select
        e.*,
        g.group_key,
        g.original_group_key
    from derived.claim_group as g
    inner join derived.claim_event as e on g.claim_id = e.claim_id
    qualify row_number() over (partition by g.group_key order by e.sequence) = 1
),

wanted_number as (
    select *, payer_control_number as number, false as is_named from first_event
    where payer_control_number is not null
    qualify count(*) over (partition by payer_key, payer_control_number) > 1
    union all
    select *, original_control_number, true from first_event
    where original_group_key is not null
),

-- a number alone is no evidence: some payers write one on all claims of a patient, or of all patients. A member id may
-- be corrected; then name, account and day stay
identified as (
    select
        e.*,
        g.group_key,
        unnest([
            nullif(e.patient, ''),
            'account|' || e.patient_control_number || '|' || e.patient_last || '|' || e.patient_first || '|' || e.first_service_date
        ]) as patient_key
    from derived.claim_event as e
    inner join derived.claim_group as g on e.claim_id = g.claim_id
    where (e.payer_key, e.payer_control_number) in (select (payer_key, number) from wanted_number)
        or e.claim_id in (select claim_id from wanted_number)
),

earlier as (
    select
        f.group_key,
        x.group_key as parent_key,
        s.is_named,
        x.sequence,
        -- with another account and other days a number alone is no evidence
        (s.is_named or f.patient_control_number = x.patient_control_number)
        and coalesce(
            f.first_service_date <= x.last_service_date and f.last_service_date >= x.first_service_date,
            f.patient_control_number = x.patient_control_number
        ) as is_of_same_days,
        -- the remittance that reverses the parent corrects it, perhaps for other days
        b.claim_id is not null as is_reversed_beside
    from wanted_number as s
    inner join identified as f on s.claim_id = f.claim_id
    inner join identified as x
        on
            f.payer_key = x.payer_key
            and s.number = x.payer_control_number
            and f.patient_key = x.patient_key
            and f.sequence > x.sequence
            and f.group_key <> x.group_key
    left join derived.reversal_pair as p on x.claim_id = p.original_id
    left join derived.claim_event as b on p.reversal_id = b.claim_id and f.payment_id = b.payment_id
),

earlier_group as (
    select
        *,
        bool_or(is_of_same_days) over (partition by group_key) as has_same_days,
        count(distinct parent_key) over (partition by group_key, is_named) as group_count,
        bool_or(is_reversed_beside) over (partition by group_key, is_named) as is_corrected
    from earlier
),

candidate as (
    select group_key, parent_key, if(is_named, 2, 1) as priority, sequence from earlier_group
    where is_of_same_days
    union all
    -- on other days only where one group alone fits
    select group_key, parent_key, 3, sequence from earlier_group
    where not coalesce(has_same_days, false) and group_count = 1 and (is_named or is_corrected)
    union all
    select f.group_key, o.group_key, 4, f.sequence
    from first_event as f
    inner join derived.reversal_pair as p on f.claim_id = p.reversal_id
    inner join derived.claim_group as o on p.original_id = o.claim_id
    where f.group_key <> o.group_key
    union all
    select group_key, original_group_key, 5, sequence from first_event
    where original_group_key is not null
    union all
    select group_key, parent_key, 6, 0 from derived.renumbered_group
)

select
    group_key,
    parent_key
from candidate
qualify row_number() over (partition by group_key order by priority, sequence) = 1
