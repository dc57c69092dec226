-- grain: group_key
-- claim group and its parent: the earlier group that this one repeats, corrects or reverses. Its first claim repeats the
-- parent on other days or for a patient spelled otherwise, names it in REF*F8, takes it back, or corrects it
create or replace table derived.group_parent as
with first_told as (
    select
        e.*,
        g.group_key,
        g.original_group_key
    from derived.claim_group as g
    inner join derived.claim_event as e on g.claim_id = e.claim_id
    qualify row_number() over (partition by g.group_key order by e.sequence) = 1
),

sought as (
    select *, payer_control_number as number, false as is_named from first_told
    where payer_control_number is not null
    qualify count(*) over (partition by payer_key, payer_control_number) > 1
    union all
    select *, original_control_number, true from first_told
    where original_group_key is not null
),

-- a number says nothing by itself: some payers write one on all claims of a patient, or of all patients; a member id may
-- be corrected, but then name, account and day stay
known as (
    select
        e.*,
        g.group_key,
        unnest([
            nullif(e.patient, ''),
            'account|' || e.patient_control_number || '|' || e.patient_last || '|' || e.patient_first || '|' || e.first_service_date
        ]) as who
    from derived.claim_event as e
    inner join derived.claim_group as g on e.claim_id = g.claim_id
    where (e.payer_key, e.payer_control_number) in (select (payer_key, number) from sought)
        or e.claim_id in (select claim_id from sought)
),

earlier as (
    select
        f.group_key,
        x.group_key as parent_key,
        s.is_named,
        x.sequence,
        -- under another account and on another first day a number alone is no identity
        (s.is_named or f.patient_control_number = x.patient_control_number)
        and coalesce(
            f.first_service_date <= x.last_service_date and f.last_service_date >= x.first_service_date,
            f.patient_control_number = x.patient_control_number
        ) as is_of_same_days,
        -- corrected beside its reversal, maybe for other days
        b.claim_id is not null as is_taken_back_beside
    from sought as s
    inner join known as f on s.claim_id = f.claim_id
    inner join known as x
        on
            f.payer_key = x.payer_key
            and s.number = x.payer_control_number
            and f.who = x.who
            and f.sequence > x.sequence
            and f.group_key <> x.group_key
    left join derived.reversal_pair as p on x.claim_id = p.original_id
    left join derived.claim_event as b on p.reversal_id = b.claim_id and f.payment_id = b.payment_id
),

told_before as (
    select
        *,
        bool_or(is_of_same_days) over (partition by group_key) as has_same_days,
        count(distinct parent_key) over (partition by group_key, is_named) as groups,
        bool_or(is_taken_back_beside) over (partition by group_key, is_named) as is_corrected
    from earlier
),

candidate as (
    select group_key, parent_key, if(is_named, 2, 1) as trust, sequence from told_before
    where is_of_same_days
    union all
    -- on other days only where it could be nothing else
    select group_key, parent_key, 3, sequence from told_before
    where not coalesce(has_same_days, false) and groups = 1 and (is_named or is_corrected)
    union all
    select f.group_key, o.group_key, 4, f.sequence
    from first_told as f
    inner join derived.reversal_pair as p on f.claim_id = p.reversal_id
    inner join derived.claim_group as o on p.original_id = o.claim_id
    where f.group_key <> o.group_key
    union all
    select group_key, original_group_key, 5, sequence from first_told
    where original_group_key is not null
    union all
    select group_key, parent_key, 6, 0 from derived.renumbered_group
)

select
    group_key,
    parent_key
from candidate
qualify row_number() over (partition by group_key order by trust, sequence) = 1
