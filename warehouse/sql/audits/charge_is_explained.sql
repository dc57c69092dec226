-- grain: line in balance whose charge is not the sum of its payment and its classified adjustments, to the cent
select f.name || ', segment ' || l.segment_number as place
from fact.line as l
inner join derived.payment_standing as s on l.payment_id = s.payment_id and s.standing = 'posted'
inner join derived.line_balance as b on l.line_id = b.line_id
inner join fact.file as f on l.file_id = f.file_id
left join derived.line_amount as m on l.line_id = m.line_id
where
    b.off_by = 0
    and l.charge is distinct from l.paid
    + coalesce(m.cost_share + m.post_allowed + m.price_cut + m.not_covered + m.prior_payer + m.paid_before + m.unclassified, 0)
