-- grain: line_id
-- service line of a posted payment; where the line does not say, it has what its claim says
create or replace table derived.posted_line as
with released as (
    select
        f.file_id,
        r.container,
        r.segment_number
    from derived.released as r
    inner join fact.file as f on r.sha256 = f.sha256
),

-- a line that the payer split under one control number: some payers repeat the units of the whole line on each part
split as (
    select
        claim_id,
        line_control_number
    from fact.line
    where line_control_number is not null
    group by claim_id, line_control_number
    having count(*) > 1 and sum(coalesce(units_paid, 1)) = max(units_billed)
)

select
    l.line_id,
    l.claim_id,
    l.payment_id,
    l.file_id,
    l.segment_number,
    l.line_ordinal,
    l.code_qualifier,
    l.procedure_code,
    -- the price depends on what was billed: the same code with fewer modifiers lost some of them (835 guide SVC06)
    case
        when
            l.submitted_code = l.procedure_code
            and list_has_all(
                string_split(l.submitted_modifiers, ':'),
                list_filter([l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4], lambda m: m is not null)
            )
            then string_split(l.submitted_modifiers, ':')
        else list_filter([l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4], lambda m: m is not null)
    end as modifiers,
    l.submitted_code,
    l.charge,
    l.paid,
    -- without a date of its own the line has the claim's (DTM*232); a span counts from its first day
    coalesce(l.service_date, c.service_from) as service_date,
    coalesce(l.service_until, case when l.service_date is null then c.service_until end) as service_until,
    -- an absent SVC05 is one unit, an absent SVC07 is SVC05: X12 RFI 386, 958, 2163
    coalesce(l.units_paid, 1) as units_paid,
    case when split.claim_id is null then coalesce(l.units_billed, l.units_paid, 1) else coalesce(l.units_paid, 1) end as units_billed,
    l.line_control_number,
    coalesce(l.rendering_npi, c.rendering_npi) as rendering_npi,
    l.allowed_reported,
    b.off_by,
    -- where a claim fails and none of its lines does, all of its lines are out of balance;
    -- a released line or claim is in balance, if its difference is known
    (b.off_by = 0 or (b.off_by is not null and rl.file_id is not null)) is true
    and (not cb.is_held or (cb.off_by is not null and rc.file_id is not null)) as is_in_balance
from fact.line as l
inner join fact.claim as c on l.claim_id = c.claim_id
inner join derived.payment_standing as s on l.payment_id = s.payment_id and s.standing = 'posted'
inner join derived.line_balance as b on l.line_id = b.line_id
inner join derived.claim_balance as cb on l.claim_id = cb.claim_id
left join released as rl on rl.container = 'line' and l.file_id = rl.file_id and l.segment_number = rl.segment_number
left join released as rc on rc.container = 'claim' and c.file_id = rc.file_id and c.segment_number = rc.segment_number
left join split on l.claim_id = split.claim_id and l.line_control_number = split.line_control_number
