-- grain: file_id
-- file received
create or replace view file_log as
with standing as (
    select
        p.file_id,
        count(*) filter (where s.standing = 'posted') as posted,
        count(*) filter (where s.standing = 'duplicate') as duplicate,
        count(*) filter (where s.standing = 'test') as test,
        count(*) filter (where s.standing = 'unreadable') as unreadable,
        count(*) filter (where s.standing = 'truncated') as truncated,
        count(*) filter (where s.standing = 'superseded') as superseded,
        min(first_file.name) filter (where s.standing = 'duplicate') as duplicate_of,
        min(first_file.name) filter (where s.standing = 'superseded') as superseded_by
    from fact.payment as p
    inner join derived.payment_standing as s on p.payment_id = s.payment_id
    left join fact.payment as first_payment on s.duplicate_of = first_payment.payment_id
    left join fact.file as first_file on first_payment.file_id = first_file.file_id
    group by p.file_id
)

select
    f.name as file_name,
    f.sha256,
    case
        when f.receipt = 'refused' then 'refused'
        when f.receipt = 'same_bytes' then 'duplicate'
        when not coalesce(f.is_835, false) or coalesce(f.payments, 0) = 0 then 'quarantined'
        when s.posted = f.payments then 'loaded'
        when s.posted > 0 then 'partly_loaded'
        when s.test = f.payments then 'test'
        when s.duplicate = f.payments then 'duplicate'
        when s.duplicate + s.superseded = f.payments then 'superseded'
        else 'quarantined'
    end as disposition,
    f.received_at,
    coalesce(f.payments, 0) as payments,
    coalesce(f.claims, 0) as claims,
    coalesce(f.lines, 0) as lines,
    case
        when f.receipt = 'refused' then f.reason
        when f.receipt = 'same_bytes' then 'The same bytes as ' || twin.name || '.'
        when not coalesce(f.is_835, false) or coalesce(f.payments, 0) = 0 then 'No 835 transaction was found in this file.'
        when s.test = f.payments then 'A test file: ISA15 is T. Nothing of it is posted.'
        when s.posted < f.payments then concat_ws(
            ' ',
            case when s.unreadable > 0 then s.unreadable || ' of ' || f.payments || ' payments: the amount (BPR02) is missing or is no amount.' end,
            case when s.truncated > 0 then s.truncated || ' of ' || f.payments || ' payments: breaks off before its end (no SE) and does not add up.' end,
            case when s.superseded > 0 then s.superseded || ' of ' || f.payments || ' payments: breaks off before its end; it came whole in ' || s.superseded_by || ' and counts there.' end,
            case when s.duplicate > 0 then s.duplicate || ' of ' || f.payments || ' payments: the same transaction came before in ' || s.duplicate_of || '.' end,
            case when s.test > 0 then s.test || ' of ' || f.payments || ' payments are tests (ISA15 is T).' end
        )
    end as reason,
    f.receipt,
    f.size_bytes,
    f.segments,
    f.file_id
from fact.file as f
left join standing as s on f.file_id = s.file_id
left join fact.file as twin on f.same_bytes_as = twin.file_id
