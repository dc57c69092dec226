-- no grain, a macro: cents of an amount that belong to a line, by its weight in a running sum of weights: the growth of the
-- cumulative share, rounded half up, so that the parts of all lines add up to the amount. In integers, because SQL divides
-- decimals as floating point
create or replace macro derived.laid_cents(cents, weight, cumulative_weight, total_weight) as
    (2 * cents * cumulative_weight + total_weight) // (2 * total_weight)
    - (2 * cents * (cumulative_weight - weight) + total_weight) // (2 * total_weight)
