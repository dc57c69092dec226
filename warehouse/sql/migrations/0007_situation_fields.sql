-- What few agreements ask of a situation: who furnished it, at which site, for which product, the claim's lines, the visit's number.
alter table reference.agreement_period add column needs_credential boolean;
alter table reference.agreement_period add column needs_site boolean;
alter table reference.agreement_period add column needs_product boolean;
alter table reference.agreement_period add column needs_claim boolean;
alter table reference.agreement_period add column needs_visit_number boolean;
-- null: visits are counted by calendar year
alter table reference.agreement_period add column visits_counted_since date;
alter table derived.site_match add column credential varchar;
