-- grain: file_name, code, segment_number, detail, payment_id, claim_id, line_id
-- finding of the reader, total that disagrees with its parts, or remark about a claim or payment by itself
create or replace view finding as
-- the date of a PLB is read with each of its adjustments; `distinct` makes its finding one
select distinct
    f.name as file_name,
    n.code,
    k.severity,
    n.segment_number,
    k.sentence,
    n.detail,
    k.condemns,
    n.payment_id,
    n.claim_id,
    n.line_id,
    null::decimal(18, 2) as off_by
from fact.finding as n
inner join fact.file as f on n.file_id = f.file_id
left join reference.finding_kind as k on n.code = k.code
union all
select
    f.name,
    w.code,
    'warning',
    coalesce(c.segment_number, p.segment_number),
    case w.code
        when 'patient_share_off'
            then format(
                'CLP05 is {:.2f} {} than the sum of the PR adjustments of the claim.', abs(w.off_by), if(w.off_by > 0, 'more', 'less')
            )
        -- a PLB below zero adds to the payment: the interest of the claims and L6 add up to nothing
        when 'interest_off'
            then format(
                'The claims name {:.2f} {} interest (AMT*I) than the payment pays (PLB L6, which pays what is below zero).',
                abs(w.off_by), if(w.off_by > 0, 'more', 'less')
            )
    end,
    null,
    'none',
    w.payment_id,
    w.claim_id,
    null,
    w.off_by
from derived.balance_warning as w
inner join fact.payment as p on w.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
left join fact.claim as c on w.claim_id = c.claim_id
union all
select
    f.name,
    'came_whole',
    'note',
    p.segment_number,
    'The transaction breaks off here and came whole in another file: only that one counts.',
    null,
    'payment',
    s.payment_id,
    null,
    null,
    null
from derived.payment_standing as s
inner join fact.payment as p on s.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
where s.standing = 'superseded'
union all
select
    f.name,
    'claim_without_lines',
    case
        when c.charge = 0 then 'note'
        when w.state like 'denied_%' or w.state in ('timely_filing', 'forwarded', 'pended', 'out_of_balance') then 'warning'
        else 'note'
    end,
    c.segment_number,
    case
        when c.paid = 0 and c.charge <> 0 and w.reason is not null
            then 'The claim has no service line (SVC), and nothing of it is paid: ' || w.reason
        else 'The claim has no service line (SVC): its money counts, and there is nothing in it to price.'
    end,
    null,
    'none',
    c.payment_id,
    c.claim_id,
    null,
    null
from derived.claim_balance as b
inner join fact.claim as c on b.claim_id = c.claim_id
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
inner join fact.file as f on c.file_id = f.file_id
left join derived.whole_claim_state as w on c.claim_id = w.claim_id
where b.line_count = 0
union all
select distinct
    f.name,
    'claim_level_laid',
    'note',
    c.segment_number,
    'The adjustment of the claim (CAS under CLP) is exactly what its lines leave open: each line got what it leaves open.',
    null,
    'none',
    c.payment_id,
    c.claim_id,
    null,
    null::decimal(18, 2)
from derived.laid_adjustment as n
inner join fact.claim as c on n.claim_id = c.claim_id
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
inner join fact.file as f on c.file_id = f.file_id
union all
select
    f.name,
    'claim_level_cut',
    'warning',
    c.segment_number,
    case when sum(j.claim_level_amount) < 0 then 'The claim is raised' else 'The claim is cut' end
    || ' as a whole (CAS under CLP): the amount was laid on its lines by what each '
    || case
        when bool_or(j.reason_code = 'claim_level_cut')
            then 'was allowed, because not every line has a price; where a line differs from its price, it is not judged.'
        -- a line that got nothing and has no price takes no part
        when bool_and(j.expected_allowed is not null or j.payer_allowed = 0) then 'should have been allowed, and they are judged so.'
        else 'was allowed, because not every line has a price.'
    end,
    null,
    'none',
    c.payment_id,
    c.claim_id,
    null,
    sum(j.claim_level_amount)
from derived.judged_line as j
inner join fact.claim as c on j.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
where j.claim_level_amount is not null
group by all
union all
select
    f.name,
    'deductible_above_law',
    'warning',
    c.segment_number,
    'With what was decided before it, more deductible was taken from the patient than Medicare Part B has in a year.',
    null,
    'none',
    c.payment_id,
    c.claim_id,
    null,
    d.excess
from derived.deductible_excess as d
inner join fact.claim as c on d.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
union all
select
    f.name,
    'coinsurance_not_by_law',
    'warning',
    c.segment_number,
    case
        when o.off_by > 0 then 'The patient''s coinsurance is more than Medicare Part B''s percent of what was allowed after the deductible.'
        else 'The patient''s coinsurance is less than Medicare Part B''s percent of what was allowed after the deductible.'
    end,
    null,
    'none',
    c.payment_id,
    c.claim_id,
    o.line_id,
    o.off_by
from derived.coinsurance_off as o
inner join fact.claim as c on o.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
union all
select
    f.name,
    'late_filing_penalty',
    'warning',
    c.segment_number,
    case
        when n.is_in_time then 'A penalty for late filing was taken, and the claim came in time: the penalty is owed.'
        when not n.is_in_time then 'A penalty for late filing was taken; the claim came after the filing limit of the agreement.'
        else 'A penalty for late filing was taken; whether the claim came in time is not known (filing_limit_days of the agreement).'
    end,
    n.reason_code,
    'none',
    c.payment_id,
    c.claim_id,
    n.line_id,
    n.amount
from derived.late_filing as n
inner join fact.claim as c on n.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
union all
-- named on both: neither says which of them is the repeat
select
    f.name,
    'payment_repeated',
    'warning',
    p.segment_number,
    'A payment of the same payer, trace, day and amount has other content: one sum of money may be posted twice. Ask the payer which counts.',
    concat(other_file.name, ', segment ', other.segment_number),
    'none',
    p.payment_id,
    null,
    null,
    p.payment_amount
from (
    select payment_id, suspected_repeat_of as other_id from derived.payment_repeat
    union all
    select suspected_repeat_of, payment_id from derived.payment_repeat
) as r
inner join fact.payment as p on r.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
inner join fact.payment as other on r.other_id = other.payment_id
inner join fact.file as other_file on other.file_id = other_file.file_id
union all
select
    f.name,
    'taken_back_without_status',
    'warning',
    c.segment_number,
    'Charged or paid below zero without status 22: read as a payer taking an earlier decision back, and not priced.',
    c.status_code,
    'none',
    c.payment_id,
    c.claim_id,
    null,
    c.paid
from derived.claim_event as e
inner join fact.claim as c on e.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
where e.kind = 'reversal' and c.status_code is distinct from '22'
union all
-- named on both: which of the two is to be kept, or whether both are, no rule says
select
    f.name,
    case r.outcome when 'overpaid' then 'paid_twice' when 'asked' then 'paid_again' else 'payment_reissued' end,
    'warning',
    c.segment_number,
    case r.outcome
        when 'overpaid' then 'The same service was paid in full twice, and nothing takes one of the two back: overpaid.'
        when 'asked'
            then 'The same service was paid again without a reversal, and nothing says whether for the rest or instead. Ask the payer.'
        else 'The same claim is in a payment that seems voided and made anew: only one of the two may have been cashed.'
    end,
    concat(other_file.name, ', segment ', other.segment_number),
    'none',
    c.payment_id,
    c.claim_id,
    null,
    sum(r.paid)
from (
    select earlier_claim_id as claim_id, claim_id as other_id, outcome, earlier_paid as paid from derived.second_payment
    union all
    select claim_id, earlier_claim_id, outcome, paid from derived.second_payment
) as r
inner join fact.claim as c on r.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
inner join fact.claim as other on r.other_id = other.claim_id
inner join fact.file as other_file on other.file_id = other_file.file_id
where r.outcome in ('overpaid', 'asked', 'suspected_reissue')
group by all
union all
select
    f.name,
    'paid_late',
    'note',
    c.segment_number,
    'Paid long after the payer received it, without interest. The agreement does not say by which law interest is owed (prompt_pay).',
    concat(n.payment_date - n.received_date, ' days'),
    'none',
    c.payment_id,
    c.claim_id,
    null,
    null
from derived.late_payment as n
inner join fact.claim as c on n.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
where n.is_unasked
