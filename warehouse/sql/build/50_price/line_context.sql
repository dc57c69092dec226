-- grain: line_id
-- posted service line with what is known before its price: role of its claim, disposition, agreement, period and site
create or replace table derived.line_context as
with known_line as (
    select
        l.line_id,
        l.claim_id,
        l.payment_id,
        r.chain_id,
        x.role,
        x.cured_by_line_id,
        r.sequence,
        d.state as disposition,
        d.sentence as disposition_sentence,
        d.reason as disposition_reason,
        d.state_of_denied_part,
        case when d.zero_for <> 'price' or g.zero_price <> 'denial' then d.zero_for end as zero_for,
        -- nothing is allowed and the price is the only reason: the payer put the visit's amount on another line
        l.charge > 0 and m.price_cut >= l.charge as is_cut_to_nothing,
        a.agreement_id,
        a.reason as match_reason,
        a.sentence as match_sentence,
        s.site,
        s.practice,
        s.locality,
        s.reason as site_problem,
        s.credential,
        coalesce(list_contains(string_split(s.participant_years, ' '), year(l.service_date)::varchar), false) as by_participant,
        s.payee_tin,
        l.service_date,
        l.service_until,
        case when e.patient = '' then 'claim ' || l.claim_id else e.patient end as patient,
        coalesce(pay.currency, 'USD') <> 'USD' as is_foreign
    from derived.posted_line as l
    inner join derived.claim_role as r on l.claim_id = r.claim_id
    inner join derived.line_role as x on l.line_id = x.line_id
    inner join fact.payment as pay on l.payment_id = pay.payment_id
    inner join derived.line_pattern as p on l.line_id = p.line_id
    inner join derived.disposition as d on p.pattern = d.pattern
    left join derived.line_amount as m on l.line_id = m.line_id
    inner join derived.claim_event as e on l.claim_id = e.claim_id
    inner join derived.claim_profile as cp on l.claim_id = cp.claim_id
    inner join derived.agreement_match as a on cp.profile = a.profile
    left join reference.agreement as g on a.agreement_id = g.agreement_id
    inner join derived.provider_profile as pp on l.line_id = pp.line_id
    inner join derived.site_match as s on pp.profile = s.profile
),

-- a patient's day of which something is paid: by the visit, a line of it that got nothing was bought together with that
paid_day as (
    select distinct
        agreement_id,
        patient,
        service_date
    from known_line
    where role = 'current' and (disposition = 'payable' or zero_for = 'price')
)

select
    d.* exclude (service_until, patient),
    t.terms_id,
    t.period_start,
    t.compare,
    t.needs_visit,
    t.needs_charge,
    t.needs_locality,
    t.needs_place_of_service,
    t.needs_credential,
    t.needs_site,
    t.needs_product,
    t.needs_claim,
    t.needs_provider,
    t.needs_participant,
    t.needs_visit_number,
    t.visits_counted_since,
    t.visits_year_begins,
    t.visits_episode_days,
    -- its days have different terms or fees, and how many units are of which day is not known
    coalesce(d.service_until >= t.period_end, false) as spans_periods,
    -- a price cut to nothing is a price. Paid by the visit, a line that got nothing is still part of the visit; a line that
    -- was denied is not
    coalesce(
        d.role = 'current'
        and t.terms_id is not null
        and not d.is_foreign
        and not spans_periods
        and (
            d.disposition = 'payable'
            or d.zero_for = 'price'
            or (t.compare in ('visit', 'cap') and v.agreement_id is not null and (
                d.zero_for = 'bundled'
                or (d.disposition in ('denied_correctable', 'denied_appealable', 'denied_final') and d.is_cut_to_nothing)
            ))
        ),
        false
    ) as is_priceable
from known_line as d
left join reference.agreement_period as t
    on
        d.agreement_id = t.agreement_id
        and d.service_date >= t.period_start
        and d.service_date < t.period_end
left join paid_day as v
    on d.agreement_id = v.agreement_id and d.patient = v.patient and d.service_date = v.service_date
