"""The text of values on a page: money, days, names, statuses, causes. Nothing depends on colour alone."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from contracts import codes
from contracts.disputes.batches import batch_label
from warehouse.review.rules import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

CENT = Decimal("0.01")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ABSENT = "–"  # noqa: RUF001 -- a dash; absent is not zero
MASKED = "•••••"
# The closing groups in the order of the queue: the label, and the sign beside its colour.
CLOSINGS = {
    "closed": ("Window closed", "■"),
    "today": ("Closes today", "▲"),
    "week": ("Closes this week", "◆"),
    "month": ("Closes this month", "●"),
    "later": ("Closes later", "○"),
    "assumed": ("Window assumed: check the agreement", "?"),
}
# What a release does, by the code of the problem. Any other problem: see held.html.
RELEASES = {
    "payment_off_by": "removes it from this list; the payment is posted as it was sent.",
    "payment_not_evaluable": "removes it from this list; the payment is posted as it was sent.",
    "payment_truncated": "posts the claims that arrived. If the whole payment arrives later, it replaces them.",
    "payment_amount_unreadable": "posts its claims; the payment has no amount.",
    "claim_off_by": "compares its lines with the contract, using the paid amounts as sent.",
    "line_off_by": "compares the line with the contract, using the paid amount as sent.",
    "claim_not_evaluable": "removes it from this list; without a readable amount it is not compared with the contract.",
    "line_not_evaluable": "removes it from this list; without a readable amount it is not compared with the contract.",
}
PROBLEMS = {"off_by": "amounts do not add up", "not_evaluable": "an amount is missing or unreadable"}
# How a cause is known: the remittance states it, or many lines of the payer show it.
CONFIDENCES = {"stated": "stated by the payer", "pattern": "pattern on many lines"}
FIELDS = {
    "disputed_on": "sent on", "answered_on": "answered on", "reference": "reference number",
    "next_action_on": "next action on", "closed_reason": "reason", "recovered_amount": "recovered",
}  # fmt: skip


def dollars(amount: Decimal | None) -> str:
    """To the cent; more places only for a step that is not rounded yet."""
    if amount is None:
        return ABSENT
    return f"{amount:,.2f}" if amount == amount.quantize(CENT) else f"{amount.normalize():,f}"


def quantity(amount: Decimal | None) -> str:
    return ABSENT if amount is None else f"{amount.normalize():f}"


def day(value: date | None) -> str:
    """2026-11-02 as 'Nov 2, 2026'."""
    return ABSENT if value is None else f"{value:%b} {value.day}, {value.year}"


def value_text(value: str) -> str:
    """A value that people entered; a date as on the rest of the page."""
    return day(date.fromisoformat(value)) if DAY.fullmatch(value) else value


def instant(value: datetime | str | None) -> str:
    """An instant, UTC, to the minute."""
    if value is None:
        return ABSENT
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def days_left(days: int | None) -> str:
    """The days until a window closes, or since it closed."""
    if days is None:
        return "no date"
    if days < 0:
        return "closed yesterday" if days == -1 else f"closed {-days} days ago"
    return {0: "today", 1: "tomorrow"}.get(days, f"{days} days")


def words(code: str | None) -> str:
    """A code of ours as words: spaces for underscores."""
    return code.replace("_", " ") if code else ABSENT


def problem(code: str, container: str) -> str:
    """Why a container is held, without the name of the container that the code begins with."""
    kind = code.removeprefix(f"{container}_")
    return PROBLEMS.get(kind, words(kind))


def state_meaning(state: str) -> str:
    """The sentence about the state of a line."""
    known = codes.states().get(state)
    return known.sentence if known else words(state)


def cause(code: str | None) -> str:
    """The label of a cause."""
    return codes.cause_label(code) if code else ABSENT


def batch(name: str | None) -> str:
    """The label of a batch; its causes by their labels."""
    return batch_label(name) if name else ABSENT


def status(key: str | None) -> str:
    return STATUSES[key].label if key is not None and key in STATUSES else words(key)


def field(name: str) -> str:
    return FIELDS.get(name, words(name))


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
    """Why a claim is short: the sentence that the night stored with the cause, else one made of the amounts."""
    if row.get("cause_sentence"):
        return str(row["cause_sentence"])
    short, expected, actual = (row.get(name) for name in ("shortfall", "expected_allowed", "actual_allowed"))
    amounts = [dollars(each) if isinstance(each, Decimal) else ABSENT for each in (short, expected, actual)]
    because = cause(str(row["cause"])) if row.get("cause") else "not explained by the remittance"
    return (
        f"Short by ${amounts[0]}: {row.get('agreement')} allows ${amounts[1]}, "
        f"{row.get('payer')} allowed ${amounts[2]} ({because})."
    )
