-- The tax id on file of who is paid, whichever of a practice's numbers a remittance names. Refilled by every night.
alter table derived.site_match add column payee_tin varchar;
