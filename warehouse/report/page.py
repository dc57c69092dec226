"""The report of a night: one self-contained page of HTML, for screen and paper.

Every number comes from a published view. The charts repeat the numbers of the tables beside them.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from contracts.codes import cause_label
from warehouse.queries import ask, has_view
from warehouse.report.charts import BAR, LABEL, WIDTH, Chart, bars

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

    from warehouse.queries import Row

SHOWN = 25  # disputes in the table of those that close first
WEEKS_SHOWN = 26
CAUSES_APART = 5


def report(con: duckdb.DuckDBPyConnection) -> tuple[date | None, str]:
    """(the day from which the night counted, the page). No day: an earlier version made the snapshot."""
    last = ask(con, "last_night") if has_view(con, "night") else []
    as_of = last[0]["as_of"] if last else None
    found = {
        name: ask(con, name)
        for name in (
            "money_in", "held_now", "queue_weeks", "shortfall_causes", "night_coverage",
            "scorecard_by_payer", "overpaid_by_payer",
        )
    }  # fmt: skip
    page = _environment().from_string((files("warehouse") / "report" / "night.html").read_text(encoding="utf-8"))
    return as_of, page.render(
        as_of=as_of,
        **found,
        questions=ask(con, "night_questions") if has_view(con, "setup_question") else [],
        unmapped=ask(con, "night_unmapped"),
        closing_first=ask(con, "closing_first", {"shown": SHOWN}),
        recovered=ask(con, "recovered_disputes") if has_view(con, "dispute_history") else None,
        weeks_chart=_weeks(found["queue_weeks"]),
        causes_chart=_causes(found["shortfall_causes"]),
        coverage_chart=_coverage(found["night_coverage"]),
        bar_height=BAR,
        label_width=LABEL,
    )


def _weeks(rows: Sequence[Row]) -> Chart | None:
    """One bar for each of the first weeks in which windows close, and one for all later weeks."""
    first, later = rows[:WEEKS_SHOWN], rows[WEEKS_SHOWN:]
    shown = [(f"week of {row['week']}", _money(row["shortfall"]), [row["shortfall"]]) for row in first]
    if later:
        rest = sum((row["shortfall"] for row in later), Decimal())
        shown.append(("later", _money(rest), [rest]))
    return bars("Shortfall in open disputes by the week in which their window closes, dollars", shown)


def _causes(rows: Sequence[Row]) -> Chart | None:
    """One bar for each payer, with a part for each of the largest causes and one for all others."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    by_payer: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        total[row["cause"]] += row["shortfall"]
        by_payer[row["payer"] or "payer not named"][row["cause"]] += row["shortfall"]
    leading = sorted(total, key=lambda cause: (-total[cause], cause))[:CAUSES_APART]
    has_others = len(total) > len(leading)
    legend = [cause_label(cause) for cause in leading] + (["all others"] if has_others else [])
    shown = []
    for payer, causes in sorted(by_payer.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        parts = [causes.get(cause, Decimal()) for cause in leading]
        others = [sum(causes.values(), Decimal()) - sum(parts, Decimal())] if has_others else []
        shown.append((payer, _money(sum(causes.values(), Decimal())), [*parts, *others]))
    return bars("Shortfall in open disputes by payer and cause, dollars", shown, legend)


def _coverage(rows: Sequence[Row]) -> Chart | None:
    lines: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        lines[row["outcome"]] += row["line_count"]
    order = [name for name in ("priced", "unpriced", "not_to_be_priced") if name in lines]
    return bars("Service lines by outcome", [(_words(name), f"{lines[name]:,}", [lines[name]]) for name in order])


def _environment() -> Environment:
    """Every value is escaped: payers wrote the names on this page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(money=_money, words=_words, percent=_percent, count=_count, cause=cause_label)
    environment.globals["chart_width"] = WIDTH
    return environment


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


def _count(number: int | None) -> str:
    return "—" if number is None else f"{number:,}"


def _percent(value: object) -> str:
    """A share (0..1) as a percent with one decimal. A share below 1 never shows as 100."""
    if value is None:
        return "—"
    share = Decimal(str(value)) * 100
    rounded = round(share, 1)
    return f"{'>99.9' if rounded == 100 and share != 100 else rounded}%"


def _words(name: str | None) -> str:
    return "none" if name is None else name.replace("_", " ")
