-- grain: kind of container and code of its problem
select
    container,
    code,
    -- what the view says of one of them has its own amounts
    case code
        when 'payment_off_by' then 'Claims paid less provider adjustments do not add up to the payment.'
        when 'payment_not_evaluable' then 'An amount of a claim or provider adjustment is missing or unreadable.'
        when 'payment_amount_unreadable' then 'The payment amount (BPR02) is missing or unreadable.'
        when 'claim_off_by' then 'Charge less adjustments is not what the claim says was paid.'
        when 'claim_not_evaluable' then 'An amount of the claim is missing or unreadable.'
        when 'line_off_by' then 'Charge less adjustments is not what the line says was paid.'
        when 'line_not_evaluable' then 'An amount of the line is missing or unreadable.'
        else any_value(reason)
    end as reason,
    count(*) as held_count,
    sum(off_by) as off_by
from held
where released_at is null
group by container, code
order by container, code
