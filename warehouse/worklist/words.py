"""How values are said on a page: money, days, names, causes, in words that also read without colour."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from warehouse.review.rules import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

CENT = Decimal("0.01")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ABSENT = "–"  # noqa: RUF001 -- a dash; absent is not zero
MASKED = "•••••"
# Closing groups in the order of the queue, with what each is called and the sign that stands beside its colour.
CLOSINGS = {
    "closed": ("Window closed", "■"),
    "today": ("Closes today", "▲"),
    "week": ("Closes this week", "◆"),
    "month": ("Closes this month", "●"),
    "later": ("Closes later", "○"),
    "assumed": ("Assumed window: look up the agreement", "?"),
}
# What a release does, by what is wrong; a file of which nothing can be posted just leaves the list.
RELEASES = {
    "payment_off_by": "takes it off the list; it was posted as it came.",
    "payment_not_evaluable": "takes it off the list; it was posted as it came.",
    "payment_truncated": "posts its claims as far as they came. Should it come whole, only that counts.",
    "payment_amount_unreadable": "posts its claims; the payment stays without an amount.",
    "claim_off_by": "judges its lines by what was paid.",
    "line_off_by": "judges the line by what was paid.",
    "claim_not_evaluable": "takes it off the list; an amount nobody can read is never judged.",
    "line_not_evaluable": "takes it off the list; an amount nobody can read is never judged.",
}
# How a cause is known, where it is: told by the remittance itself, or seen on many claims of the payer.
CONFIDENCES = {"stated": "said by the payer", "pattern": "seen as a pattern"}
FIELDS = {
    "disputed_on": "sent on", "reference": "reference number", "next_action_on": "next action on",
    "closed_reason": "reason", "recovered_amount": "recovered",
}  # fmt: skip


def dollars(amount: Decimal | None) -> str:
    """To the cent, more places only where a step has not been rounded yet."""
    if amount is None:
        return ABSENT
    return f"{amount:,.2f}" if amount == amount.quantize(CENT) else f"{amount.normalize():,f}"


def quantity(amount: Decimal | None) -> str:
    return ABSENT if amount is None else f"{amount.normalize():f}"


def day(value: date | None) -> str:
    """2026-11-02 as 'Nov 2, 2026'."""
    return ABSENT if value is None else f"{value:%b} {value.day}, {value.year}"


def written(value: str) -> str:
    """A value as people gave it; a date in words."""
    return day(date.fromisoformat(value)) if DAY.fullmatch(value) else value


def instant(value: datetime | str | None) -> str:
    """An instant, UTC, to the minute."""
    if value is None:
        return ABSENT
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def days_left(days: int | None) -> str:
    """How long a window is still open."""
    if days is None:
        return "no date"
    if days < 0:
        return "closed yesterday" if days == -1 else f"closed {-days} days ago"
    return {0: "today", 1: "tomorrow"}.get(days, f"{days} days")


def said(code: str | None) -> str:
    """A code of ours in words."""
    return code.replace("_", " ") if code else ABSENT


def status(key: str | None) -> str:
    return STATUSES[key].label if key is not None and key in STATUSES else said(key)


def field(name: str) -> str:
    return FIELDS.get(name, said(name))


def percent(part: Decimal | None, whole: Decimal | None) -> str:
    """A share in whole percent, rounded half up."""
    if part is None or not whole:
        return ABSENT
    return f"{int(part * 100 / whole + Decimal('0.5'))} %"


def patient(row: Mapping[str, object], *, sees_names: bool) -> str:
    """LAST, FIRST; masked for those who may not see names."""
    parts = [str(row[key]) for key in ("patient_last", "patient_first") if row.get(key)]
    if not parts:
        return ABSENT
    return ", ".join(parts) if sees_names else MASKED


def sentence(row: Mapping[str, object]) -> str:
    """Why a claim is short, in one sentence: the cause's own, where the night found one."""
    if row.get("cause_sentence"):
        return str(row["cause_sentence"])
    short, expected, actual = (row.get(name) for name in ("shortfall", "expected_allowed", "actual_allowed"))
    amounts = [dollars(each) if isinstance(each, Decimal) else ABSENT for each in (short, expected, actual)]
    cause = said(str(row["cause"])) if row.get("cause") else "not explained by the remittance"
    return (
        f"Short by ${amounts[0]}: {row.get('agreement')} allows ${amounts[1]}, "
        f"{row.get('payer')} allowed ${amounts[2]} ({cause})."
    )
