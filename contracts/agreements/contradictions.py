"""What the terms of an agreement cannot say together: two clauses that cut one line, a clause without what it needs."""

from contracts.agreements.terms import Terms
from contracts.agreements.toml_table import Table
from contracts.codes.disciplines import disciplines


def refuse_contradictions(table: Table, terms: Terms, *, is_known: bool) -> None:
    """Adds everything that these terms say twice or cannot mean to the table's problems.

    `is_known` is false where the method is none of ours: what it needs is not known then.
    """
    if is_known:
        _refuse_other_mppr(table, terms)
    if terms.effective_until is not None and terms.effective_until < terms.effective_from:
        table.problem("effective_until", f"{terms.effective_until} lies before effective_from {terms.effective_from}")
    if terms.escalator is not None and any(each.first_day <= terms.effective_from for each in terms.escalator.raises):
        table.problem("escalator", f"raises on or before {terms.effective_from}, when these terms begin")
    _refuse_two_comparisons(table, terms)
    _refuse_visit_contradictions(table, terms)
    _refuse_two_clauses_on_unlisted(table, terms)
    _refuse_two_reductions(table, terms)
    _refuse_double_cut(table, terms)


def _refuse_two_comparisons(table: Table, terms: Terms) -> None:
    if terms.lesser_of in {"line", "claim"} and terms.method == "visit_rate":
        table.problem("lesser_of", 'compares prices of lines with charges, and a visit rate has none: use "visit"')
    if terms.lesser_of == "visit" and terms.method != "visit_rate":
        table.problem("lesser_of", 'compares the rate of the visit: under this method use "line" or "claim"')
    if terms.lesser_of_percent is not None and terms.lesser_of == "none":
        table.problem("lesser_of_percent", "is the percent of the charge that lesser_of compares with: say lesser_of")
    if terms.lesser_of == "claim" and terms.visit_cap is not None:
        table.problem("lesser_of", "compares the claim and visit_cap the day, and one line cannot be in both: use line")
    if terms.lesser_of == "claim" and terms.assistant is not None and terms.assistant.of == "payer_share":
        table.problem("assistant", "takes a share of what is owed for a line, and by claim no line has such an amount")
    for key in ("greater_of", "lesser_of_terms"):
        if key in table and terms.compare != "line":
            table.problem(key, "compares prices of lines, and these terms compare a visit or a claim")


def _refuse_two_clauses_on_unlisted(table: Table, terms: Terms) -> None:
    if terms.capitated_unlisted and terms.unlisted_percent_of_charge is not None:
        table.problem("capitated_unlisted", "and unlisted_percent_of_charge say two things about unlisted codes")
    if "unlisted" in table and (terms.capitated_unlisted or terms.unlisted_percent_of_charge is not None):
        table.problem("unlisted", "says what unlisted_percent_of_charge or capitated_unlisted says: keep one of them")


def _refuse_two_reductions(table: Table, terms: Terms) -> None:
    if terms.mppr != "none" and terms.multiple_procedures is not None:
        table.problem("multiple_procedures", f'and mppr = "{terms.mppr}" reduce one line twice: keep one of the two')
    if terms.schedule is None or not terms.schedule.has_further_units:
        return
    for key, is_ranked in (("mppr", terms.mppr != "none"), ("multiple_procedures", terms.multiple_procedures)):
        if is_ranked:
            table.problem(key, "and a further_amount in the schedule reduce one line twice: keep one of the two")


def _refuse_other_mppr(table: Table, terms: Terms) -> None:
    if terms.mppr == "medicare" and not terms.by_relative_values:
        table.problem(
            "mppr", 'halves Medicare practice expense: under a schedule of fees write "practice_expense_share"'
        )
    if terms.mppr == "practice_expense_share" and terms.schedule is None:
        table.problem("mppr", 'takes a share of a schedule\'s fee: under this method write "medicare" or "none"')


def _refuse_visit_contradictions(table: Table, terms: Terms) -> None:
    by_name = {"visit_rate_for": terms.visit_rates_for, "visit_cap_for": terms.visit_caps_for}
    for key, listed in by_name.items():
        if listed and terms.visit_per not in {"discipline", "credential"}:
            table.problem(key, 'names a discipline or credential: say visit_per = "discipline" or "credential"')
        for name in (name for name, _ in listed if terms.visit_per == "discipline" and name not in disciplines()):
            table.problem(f"{key}.{name}", f"is no discipline; there are: {', '.join(disciplines())}")
    if terms.visit_caps_for and terms.visit_cap is None:
        table.problem("visit_cap_for", "needs visit_cap: the cap of everyone else")
    if terms.visit_per != "day" and terms.visit_rate is None and terms.visit_cap is None:
        table.problem("visit_per", "says whose lines a visit's rate or cap is for, and there is neither")
    rates = [terms.visit_rate, *(rate for _, rate in terms.visit_rates_for)]
    if terms.visit_per != "day" and any(rate and rate.tiers for rate in rates):
        table.problem("visit_per", "and tiers do not go together: visits are counted by patient and day")
    if terms.assistant is not None and (terms.assistant.on_visit is None) != (terms.visit_rate is None):
        message = (
            'is missing: "any_line" or "every_line", of the lines that must have the modifier to cut the visit\'s rate'
            if terms.visit_rate
            else "cuts the rate of a visit, and these terms price lines"
        )
        table.problem("assistant.on_visit", message)
    if terms.visit_rate and terms.assistant is not None and terms.assistant.of == "payer_share":
        table.problem("assistant.of", 'must be "contract_fee" under a visit rate: the patient\'s share is not by line')


def _refuse_double_cut(table: Table, terms: Terms) -> None:
    if terms.assistant is None or terms.schedule is None:
        return
    for row in terms.schedule.rows:
        if row.modifier in terms.assistant.modifiers:
            message = (
                f"cuts lines with {row.modifier}, and {terms.schedule.file} row {row.number} already gives "
                f"{row.code} with {row.modifier} a fee of its own: keep one of the two"
            )
            table.problem("assistant", message)
            return
