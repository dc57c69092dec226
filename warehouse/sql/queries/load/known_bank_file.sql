-- grain: bank file on record
select sha256 from fact.deposit_file
