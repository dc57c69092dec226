-- A fact stands once: what is a column of its payment, claim or line is no longer a row of reference, amount, date or
-- party besides. The rows on record that a column repeats go; each is the first of its kind, as the column is.
alter table fact.claim add column patient_identifier_qualifier varchar;
alter table fact.claim add column rendering_first varchar;

create temp table first_party as
select
    claim_id,
    entity,
    first,
    id_qualifier
from fact.party
where level = 'claim' and entity in ('QC', '82')
qualify row_number() over (partition by claim_id, entity order by segment_number) = 1;

update fact.claim set patient_identifier_qualifier = p.id_qualifier
from first_party as p
where p.claim_id = claim.claim_id and p.entity = 'QC';

update fact.claim set rendering_first = p.first
from first_party as p
where p.claim_id = claim.claim_id and p.entity = '82';

drop table first_party;

create temp table told_date as
select f.file_id, f.segment_number
from (
    from fact.date
    qualify row_number() over (partition by payment_id, claim_id, line_id, level, qualifier order by segment_number) = 1
) as f
left join fact.payment as p on f.level = 'payment' and p.payment_id = f.payment_id
left join fact.claim as c on f.level = 'claim' and c.claim_id = f.claim_id
left join fact.line as l on f.level = 'line' and l.line_id = f.line_id
where f.date = case
    when f.level = 'payment' and f.qualifier = '405' then p.production_date
    when f.level = 'claim' and f.qualifier = '232' then c.service_from
    when f.level = 'claim' and f.qualifier = '233' then c.service_until
    when f.level = 'claim' and f.qualifier = '050' then c.received_date
    when f.level = 'line' and f.qualifier in ('472', '150') then l.service_date
    when f.level = 'line' and f.qualifier = '151' then l.service_until
end;

delete from fact.date using told_date as t
where date.file_id = t.file_id and date.segment_number = t.segment_number;

drop table told_date;

create temp table told_amount as
select f.file_id, f.segment_number
from (
    from fact.amount
    qualify row_number() over (partition by payment_id, claim_id, line_id, level, qualifier order by segment_number) = 1
) as f
left join fact.claim as c on f.level = 'claim' and c.claim_id = f.claim_id
left join fact.line as l on f.level = 'line' and l.line_id = f.line_id
where f.amount = case
    when f.level = 'claim' and f.qualifier = 'I' then c.interest
    when f.level = 'line' and f.qualifier = 'B6' then l.allowed_reported
end;

delete from fact.amount using told_amount as t
where amount.file_id = t.file_id and amount.segment_number = t.segment_number;

drop table told_amount;

create temp table told_reference as
select f.file_id, f.segment_number
from (
    from fact.reference
    qualify row_number() over (partition by payment_id, claim_id, line_id, level, qualifier order by segment_number) = 1
) as f
left join fact.payment as p on f.level in ('payer', 'payee') and p.payment_id = f.payment_id
left join fact.claim as c on f.level = 'claim' and c.claim_id = f.claim_id
left join fact.line as l on f.level = 'line' and l.line_id = f.line_id
where f.description is null and f.value = case
    when f.level = 'payer' and f.qualifier = '2U' then p.payer_reference_2u
    when f.level = 'payer' and f.qualifier = 'NF' then p.payer_reference_nf
    when f.level = 'payer' and f.qualifier = 'EO' then p.payer_reference_eo
    when f.level = 'payer' and f.qualifier = 'HI' then p.payer_reference_hi
    when f.level = 'payee' and f.qualifier = 'TJ' then p.payee_tin
    when f.level = 'claim' and f.qualifier = 'F8' then c.original_control_number
    when f.level = 'claim' and f.qualifier = 'CE' then c.contract_code
    when f.level = 'claim' and f.qualifier = '1L' then c.group_number
    when f.level = 'line' and f.qualifier = '6R' then l.line_control_number
    when f.level = 'line' and f.qualifier = 'HPI' then l.rendering_npi
end;

delete from fact.reference using told_reference as t
where reference.file_id = t.file_id and reference.segment_number = t.segment_number;

drop table told_reference;

create temp table told_party as
select f.file_id, f.segment_number
from (
    from fact.party
    qualify row_number() over (partition by payment_id, claim_id, line_id, level, entity order by segment_number) = 1
) as f
left join fact.payment as p on f.level in ('payer', 'payee') and p.payment_id = f.payment_id
left join fact.claim as c on f.level = 'claim' and c.claim_id = f.claim_id
where
    (f.level = 'payer' and f.entity = 'PR'
        and (f.last_or_organization, f.id_qualifier, f.id)
        is not distinct from (p.payer_name, p.payer_id_qualifier, p.payer_id))
    or (f.level = 'payee' and f.entity = 'PE'
        and (f.last_or_organization, f.id_qualifier, f.id)
        is not distinct from (p.payee_name, p.payee_id_qualifier, p.payee_id))
    or (f.level = 'claim' and f.entity = 'QC'
        and (f.last_or_organization, f.first, f.id_qualifier, f.id)
        is not distinct from (c.patient_last, c.patient_first, c.patient_identifier_qualifier, c.patient_identifier))
    or (f.level = 'claim' and f.entity = '82' and f.id_qualifier = 'XX'
        and (f.last_or_organization, f.first, f.id)
        is not distinct from (c.rendering_last, c.rendering_first, c.rendering_npi));

delete from fact.party using told_party as t
where party.file_id = t.file_id and party.segment_number = t.segment_number;

drop table told_party;
