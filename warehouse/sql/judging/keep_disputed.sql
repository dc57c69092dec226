-- grain: what is owed and only asked about; a question about our own entry must not cost the right to dispute:
-- what was opened before stays open, and a window about to close does not wait for the answer
update derived.owed as o
set is_setup_question = false
where
    o.is_setup_question
    and (
        o.chain_id in (select g.dispute_id from store.dispute_ledger as g where g.outstanding > 0)
        or exists (
            select 1
            from derived.deadline as d
            where
                d.agreement_id = o.agreement_id
                and d.basis_date = o.basis_date
                and d.earliest_basis_date is not distinct from o.earliest_basis_date
                and d.deadline <= $as_of::date + $closing_days::integer
        )
    )
