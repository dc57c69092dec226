-- grain: line_id
-- posted service line that has adjustments, with their signed sums by class. charge = paid + all classes, to the cent
create or replace table derived.line_amount as
select
    a.line_id,
    l.claim_id,
    coalesce(sum(a.amount) filter (where k.class = 'cost_share'), 0)::decimal(18, 2) as cost_share,
    coalesce(sum(a.amount) filter (where k.class = 'post_allowed'), 0)::decimal(18, 2) as post_allowed,
    coalesce(sum(a.amount) filter (where k.class = 'price_cut'), 0)::decimal(18, 2) as price_cut,
    coalesce(sum(a.amount) filter (where k.class = 'not_covered'), 0)::decimal(18, 2) as not_covered,
    coalesce(sum(a.amount) filter (where k.class = 'prior_payer'), 0)::decimal(18, 2) as prior_payer,
    coalesce(sum(a.amount) filter (where k.class = 'paid_before'), 0)::decimal(18, 2) as paid_before,
    coalesce(sum(a.amount) filter (where k.class = 'unknown'), 0)::decimal(18, 2) as unclassified,
    -- units that the payer denied by an adjustment of their own: as its quantity, else SVC07 less SVC05.
    -- Units that a price cut takes away are not denied
    case
        when bool_or((k.denies_units or k.class = 'not_covered') and a.quantity is not null)
            then coalesce(sum(a.quantity) filter (where k.denies_units or k.class = 'not_covered'), 0)
        when bool_or((k.denies_units or k.class = 'not_covered') and a.amount > 0) and any_value(l.paid) > 0
            then greatest(any_value(l.units_billed - l.units_paid), 0)
        else 0
    end::decimal(18, 4) as denied_units,
    -- the charges of lines that were bundled into this one (negative amounts of OA-94)
    coalesce(-sum(a.amount) filter (where k.moves_charge and a.amount < 0), 0)::decimal(18, 2) as moved_charge
from derived.placed_adjustment as a
inner join derived.posted_line as l on a.line_id = l.line_id
inner join reference.adjustment_kind as k
    on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
group by a.line_id, l.claim_id
