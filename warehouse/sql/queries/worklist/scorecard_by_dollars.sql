-- grain: payer and agreement, most short first
select *
from payer_scorecard
where agreement is not null
order by short_amount desc, payer
