-- grain: dispute that left the open work: a person closed it, it expired, or a night found it settled; the newest first
with ledger as (
    select
        dispute_id,
        any_value(state) as state,
        any_value(recovered_amount) as recovered_amount,
        max(as_of) filter (where kind in ('recovered', 'withdrawn')) as left_on
    from dispute_history
    group by dispute_id
),

settled_dispute as (
    select
        l.*,
        max_by(h.claim_id, h.event) as claim_id
    from ledger as l
    inner join claim_history as h on l.dispute_id = h.chain_id
    where
        l.state in ('recovered', 'withdrawn')
        and l.dispute_id not in (select dispute_id from memory.main.dispute)
    group by all
),

left_dispute as (
    select
        dispute_id,
        case when not is_open then status else 'expired' end as why,
        case when is_open then deadline end as left_on,
        payer,
        patient_control_number,
        patient_last,
        patient_first,
        first_service_date,
        shortfall,
        recovered_amount,
        closed_reason,
        assignee,
        case when not is_open then 'a person' else 'the calendar' end as decided_by
    from memory.main.dispute
    where not is_open or is_expired
    union all
    select
        s.dispute_id,
        s.state,
        s.left_on,
        p.payer_name,
        c.patient_control_number,
        c.patient_last,
        c.patient_first,
        c.service_from,
        null,
        s.recovered_amount,
        null,
        null,
        'a night'
    from settled_dispute as s
    inner join fact.claim as c on s.claim_id = c.claim_id
    inner join fact.payment as p on c.payment_id = p.payment_id
)

select *
from left_dispute
where $why::varchar is null or why = $why
order by left_on desc nulls first, why, dispute_id
limit $size
