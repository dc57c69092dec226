-- grain: agreement_id, answered_on, disputed_on
-- days of disputes in which the payer upheld its payment, under agreements with a second level
select distinct
    o.agreement_id,
    s.answered_on,
    s.disputed_on
from derived.owed as o
inner join derived.dispute_standing as s on o.chain_id = s.dispute_id
where
    list_contains($upheld_statuses::varchar[], s.status)
    and list_contains($second_level_agreements::varchar[], o.agreement_id)
