-- grain: dispute that fits a filter
create macro memory.main.chosen(
    f_window, f_payer, f_agreement, f_cause, f_status, f_assignee, f_batch, f_site, f_least, f_most, f_before, f_numbers, f_names
) as table
select *
from memory.main.dispute
where
    (case f_window when 'expired' then is_expired when 'all' then true else not is_expired end)
    and (f_payer is null or payer = f_payer)
    and (f_agreement is null or agreement = f_agreement)
    and (f_cause is null or cause = f_cause)
    and (case f_status when 'open' then is_open when 'all' then true else status = f_status end)
    and (case when f_assignee is null then true when f_assignee = '-' then assignee is null else assignee = f_assignee end)
    and (f_batch is null or batch = f_batch)
    and (f_site is null or site = f_site)
    and (f_least is null or shortfall >= f_least::decimal(18, 2))
    and (f_most is null or shortfall <= f_most::decimal(18, 2))
    and (f_before is null or deadline <= f_before::date)
    and (f_numbers is null or list_bool_and(list_transform(string_split(f_numbers, ' '), lambda word: contains(numbers, word))))
    and (f_names is null or list_bool_and(list_transform(string_split(f_names, ' '), lambda word: contains(names, word))))
