"""Checks the whole warehouse: each check is a query that returns offenders, and passes when there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.money import NOTHING
from warehouse.grain import violations
from warehouse.review.events import Review, kept, rebuilt
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from warehouse.review.events import Row

CHECKS = (
    ("line_in_one_state", "Every service line of a posted payment is in exactly one state."),
    ("state_is_listed", "Every state is one of the closed list."),
    ("charge_is_explained", "Charge = paid + share + deductions + price cut + not covered + prior payer, to the cent."),
    ("claim_has_one_role", "Every claim of a posted payment plays exactly one part in its history."),
    ("file_is_accounted_for", "Every file received has one disposition, and its facts are as many as were read."),
    ("expectation_is_its_last_step", "Every expected amount is the amount of its last step."),
    ("short_line_has_deadline", "Everything that is short has a deadline and belongs to one dispute."),
    ("short_unit_has_cause", "Everything that is short has a cause of the closed list, and a sentence that says it."),
    ("dispute_is_its_lines", "Every dispute is the sum of what is short on it, and is listed once: open or expired."),
    ("ledger_is_its_events", "Every dispute ever opened is open, expired, recovered or withdrawn, to the cent."),
    ("totals_agree", "Scorecard, coverage, causes, queue with expired, and ledger add up to what is short."),
    ("queue_line_has_dispute", "Every line in the queue is in a dispute of the queue, and every such dispute has one."),
    ("paid_is_of_lines", "The lines of a claim, less their parts of its own adjustments, were paid what it was."),
    ("medicare_pays_as_medicare", "What Medicare paid as priced is 100 percent of Medicare."),
    ("interest_is_what_is_left", "Interest is owed on late payments alone: what is due less what was paid."),
    ("deposit_is_accounted_for", "Every deposit and every posted payment is found in the other, or listed as missing."),
    ("payment_has_one_standing", "Every payment is posted, or set aside: a repeat, a test, unreadable, cut off."),
)  # fmt: skip
GRAIN = ("grain", "Every relation and every published view has one row for each of its keys.")
FIGURES = ("figures_agree", "The tables of the report and the worklist come to the totals of the views.")
# Table of a page, its column of dollars, and the total that it must come to (true_total.sql).
SHOWN_TOTALS = (
    ("scorecard_by_payer", "short_amount", "short"),
    ("scorecard_by_dollars", "short_amount", "short"),
    ("shortfall_causes", "shortfall", "open"),
    ("queue_weeks", "shortfall", "open"),
    ("causes_by_dollars", "open_amount", "open"),
    ("overpaid_by_payer", "over_amount", "over"),
    ("recovered_disputes", "outstanding", "outstanding"),
)
REVIEW = (
    "review_state_follows_events",
    "What people did is, field by field, what the events of the review log add up to.",
)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check: what it proves, how many offenders, and where the first of them are (file, segment number, ids)."""

    name: str
    proves: str
    offenders: int
    places: tuple[str, ...]

    @property
    def is_passed(self) -> bool:
        return self.offenders == 0


def prove(con: duckdb.DuckDBPyConnection) -> tuple[Verdict, ...]:
    """Run every check, on the working database or a snapshot. Each query gives one text a row: an offender's place."""
    verdicts = []
    for name, proves in CHECKS:
        places = [str(row[0]) for row in con.execute(statement(name)).fetchall()]
        verdicts.append(Verdict(name, proves, len(places), tuple(places[:SHOWN])))
    repeated, differing = tuple(violations(con)), tuple(_differing(con))
    return (
        *verdicts,
        Verdict(*FIGURES, len(differing), differing[:SHOWN]),
        Verdict(*GRAIN, len(repeated), repeated[:SHOWN]),
    )


def prove_review(review_file: Path) -> Verdict:
    """Whether the review state is what its events add up to; a workspace where nobody worked yet has neither."""
    if not review_file.exists():
        return Verdict(*REVIEW, 0, ())
    review = Review(review_file)
    kept_rows, rebuilt_rows = ({_named(row): row for row in rows} for rows in (kept(review), rebuilt(review)))
    names = sorted(kept_rows.keys() | rebuilt_rows.keys())
    places = [name for name in names if kept_rows.get(name) != rebuilt_rows.get(name)]
    return Verdict(*REVIEW, len(places), tuple(places[:SHOWN]))


def _differing(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    totals = dict(con.execute(statement("true_total")).fetchall())
    for name, column, total in SHOWN_TOTALS:
        shown = con.execute(statement(name))
        at = [each[0] for each in shown.description].index(column)
        amount = sum((row[at] or NOTHING for row in shown.fetchall()), NOTHING)
        if amount != totals[total]:
            yield f"{name} {amount}, {total} {totals[total]}"


def _named(row: Row) -> str:
    return f"{row['kind']} {row['subject']}, {row['field']}"
