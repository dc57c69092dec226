"""When the right to dispute a payment ends: the agreement's window, counted from the day its clause names.

The order of counting is fixed: basis date, plus days of presumed receipt, plus the window's days or months, then the
roll over weekends and federal holidays. Business days are those of `business_days.py`; the basis date is not one of
them. Which remittance gives the basis date is decided with the claim's history, not here. Sources: 42 CFR 405.942
(Medicare: 120 days, receipt presumed 5 days after the notice, filed when received) and the provider manuals, named in
each agreement.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contracts.agreements.dispute_window import BasisEvent, DisputeWindow
from contracts.disputes.business_days import (
    WEEKDAYS,
    add_business_days,
    holiday_name,
    next_business_day,
    previous_business_day,
)

LAST_BASIS: Final = date(9900, 1, 1)

BASIS_NAMES: Final[Mapping[BasisEvent, str]] = {
    "remittance_date": "the remittance date",
    "payment_date": "the payment date",
    "latest_adjustment": "the latest adjustment",
    "date_of_service": "the date of service",
    "payer_receipt": "the payer's receipt of the claim",
    # no claim is received before its service, so a day counted from the service is never too late
    "receipt_unknown": "the date of service, because the day on which the payer received the claim (DTM*050) is not on"
    " the remittance and cannot be earlier",
    "amendment": "the signature of the amendment that made it short",
    "first_level_answer": "the payer's answer to the first level",
    "answer_unknown": "the day on which the dispute was sent, because the day of the payer's answer is not on file and"
    " cannot be earlier",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a dispute is in time (inclusive), a day safe under any reading, and how they came about."""

    deadline: date
    safe_deadline: date
    sentence: str

    def days_left(self, as_of: date) -> int:
        """Days from `as_of` to the deadline: 0 on the last day, negative once it has passed."""
        return (self.deadline - as_of).days

    def is_open(self, as_of: date) -> bool:
        """True up to and on the deadline."""
        return as_of <= self.deadline


def close(
    window: DisputeWindow, basis: date, *, earliest_basis: date | None = None, event: BasisEvent | None = None
) -> Deadline:
    """The last day of `window` counted from `basis`, the day of `event` (the window's own first event without one).

    `safe_deadline` grants no presumed receipt, counts from `earliest_basis` where that is given and earlier (the three
    dates of a remittance, DTM*405, GS04 and BPR16, really differ), and rolls back to a business day. It is never after
    `deadline`.
    """
    basis = min(basis, LAST_BASIS)  # a mistyped year 9999 must not stop the night
    starts = basis + timedelta(days=window.presumed_receipt_days)
    last_day = _add(starts, window)
    deadline = next_business_day(last_day) if window.roll == "next_business_day" else last_day
    safe_basis = basis if earliest_basis is None else min(basis, earliest_basis)
    return Deadline(
        deadline=deadline,
        safe_deadline=previous_business_day(_add(safe_basis, window)),
        sentence=_sentence(window, event or window.counted_from[0], (basis, starts), last_day, deadline),
    )


def _add(start: date, window: DisputeWindow) -> date:
    if window.days is not None:
        return start + timedelta(days=window.days)
    if window.business_days is not None:
        return add_business_days(start, window.business_days)
    assert window.months is not None
    year, month = divmod(start.year * 12 + start.month - 1 + window.months, 12)
    # January 31 plus a month is the last of February, never March 3.
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _sentence(
    window: DisputeWindow, event: BasisEvent, begins: tuple[date, date], last_day: date, deadline: date
) -> str:
    basis, starts = begins
    name = BASIS_NAMES[event]
    if len(window.counted_from) > 1:
        which = "later" if len(window.counted_from) == 2 else "latest"
        name = f"the {which} of {' and '.join(BASIS_NAMES[each] for each in window.counted_from)}, here {name}"
    text = f"{window.length} after {name}, {basis}"
    if starts != basis:
        text += f", and {window.presumed_receipt_days} more for its receipt"
    if deadline != last_day:
        text += f", end on {holiday_name(last_day) or WEEKDAYS[last_day.weekday()].capitalize()}, {last_day}"
        text += f"; the next business day is {deadline}"
    else:
        text += f", end on {deadline}"
    text += f". The dispute must be {window.filed_when} by then ({window.source})."
    if window.is_assumed:
        text += " This window is assumed: no agreement on file grants it."
    return text
