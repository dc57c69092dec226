"""When the right to dispute a payment ends: the agreement's window, counted from the day its clause names.

The order of counting is fixed: basis date, plus days of presumed receipt, plus the window's days or calendar months,
then the roll over weekends and federal holidays. Which remittance gives the basis date is decided with the claim's
history, not here. Sources: 42 CFR 405.942 (Medicare: 120 days, receipt presumed 5 days after the notice, filed when
received) and the provider manuals, named in each agreement.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final, Literal, cast, get_args

from contracts.holidays import WEEKDAYS, holiday_name, next_business_day, previous_business_day

CountedFrom = Literal["remittance_date", "payment_date", "latest_adjustment", "date_of_service"]
FiledWhen = Literal["received", "postmarked"]
Roll = Literal["none", "next_business_day"]

LONGEST_DAYS: Final = 3660
LONGEST_MONTHS: Final = 120
LONGEST_PRESUMPTION: Final = 30
ASSUMED_DAYS: Final = 180
LAST_BASIS: Final = date(9900, 1, 1)

BASIS_NAMES: Final[Mapping[CountedFrom, str]] = {
    "remittance_date": "the remittance date",
    "payment_date": "the payment date",
    "latest_adjustment": "the latest adjustment",
    "date_of_service": "the date of service",
}


@dataclass(frozen=True, slots=True)
class DisputeWindow:
    """How long a payment may be disputed. Exactly one of `days` (calendar days) and `months` (calendar months) is set.

    `presumed_receipt_days` pass before counting starts; `roll` moves a last day that is no business day on to the next
    one; `is_assumed` says that no agreement gave this window, and everything that shows the deadline must say so.
    Raises ValueError on a window that cannot be.
    """

    days: int | None
    months: int | None
    counted_from: CountedFrom
    presumed_receipt_days: int = 0
    filed_when: FiledWhen = "received"
    roll: Roll = "none"
    is_assumed: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if (self.days is None) == (self.months is None):
            raise ValueError("a dispute window has either days or months")
        if (self.days is not None and self.days < 1) or (self.months is not None and self.months < 1):
            raise ValueError("a dispute window is at least one day long")
        if self.presumed_receipt_days < 0:
            raise ValueError("presumed receipt cannot lie before the basis date")

    @property
    def length(self) -> str:
        """'180 days', '1 month'."""
        count, noun = (self.days, "day") if self.days is not None else (self.months, "month")
        return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


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


def assumed_window() -> DisputeWindow:
    """The window used where no agreement is known: shown as an assumption, never as a right."""
    return DisputeWindow(
        days=ASSUMED_DAYS,
        months=None,
        counted_from="remittance_date",
        is_assumed=True,
        source="no dispute window on file; 180 days assumed",
    )


def close(window: DisputeWindow, basis: date, *, earliest_basis: date | None = None) -> Deadline:
    """The last day of `window` counted from `basis`.

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
        sentence=_sentence(window, basis, starts, last_day, deadline),
    )


def _add(start: date, window: DisputeWindow) -> date:
    if window.days is not None:
        return start + timedelta(days=window.days)
    assert window.months is not None
    year, month = divmod(start.year * 12 + start.month - 1 + window.months, 12)
    # January 31 plus a month is the last of February, never March 3.
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _sentence(window: DisputeWindow, basis: date, starts: date, last_day: date, deadline: date) -> str:
    text = f"{window.length} after {BASIS_NAMES[window.counted_from]}, {basis}"
    if starts != basis:
        text += f", and {window.presumed_receipt_days} days for its receipt"
    if deadline != last_day:
        text += f", end on {holiday_name(last_day) or WEEKDAYS[last_day.weekday()].capitalize()}, {last_day}"
        text += f"; the next business day is {deadline}"
    else:
        text += f", end on {deadline}"
    text += f". The dispute must be {window.filed_when} by then."
    if window.is_assumed:
        text += " This window is assumed: the agreement on file names none."
    return text


def read_window(mapping: Mapping[str, object]) -> tuple[DisputeWindow | None, tuple[tuple[str, str], ...]]:
    """The `[dispute_window]` table of an agreement -> the window, or None with every problem in it as (key, message).

    Strict: an unknown key, a wrong type or an impossible number is a problem, never ignored. `counted_from`, `source`
    and one of `days` and `months` are required; `presumed_receipt_days` defaults to 0, `filed_when` to "received",
    `roll` to "none".
    """
    problems: list[tuple[str, str]] = []
    for key in mapping.keys() - _KEYS:
        near = get_close_matches(str(key), sorted(_KEYS), n=1)
        problems.append((str(key), f"unknown key; did you mean {near[0]}?" if near else "unknown key"))
    days = _whole(mapping, "days", 1, LONGEST_DAYS, problems)
    months = _whole(mapping, "months", 1, LONGEST_MONTHS, problems)
    if ("days" in mapping) == ("months" in mapping):
        problems.append(("days", "give exactly one of days and months"))
    presumed = _whole(mapping, "presumed_receipt_days", 0, LONGEST_PRESUMPTION, problems)
    if "counted_from" not in mapping:
        problems.append(("counted_from", f"is missing; one of {', '.join(get_args(CountedFrom))}"))
    counted_from = _choice(mapping, "counted_from", get_args(CountedFrom), problems)
    filed_when = _choice(mapping, "filed_when", get_args(FiledWhen), problems)
    roll = _choice(mapping, "roll", get_args(Roll), problems)
    source = mapping.get("source")
    if not isinstance(source, str) or not source.strip():
        problems.append(("source", "is missing: name the clause or page that grants this window"))
    if problems:
        return None, tuple(sorted(problems))
    return (
        DisputeWindow(
            days=days,
            months=months,
            counted_from=cast("CountedFrom", counted_from),
            presumed_receipt_days=presumed or 0,
            filed_when=cast("FiledWhen", filed_when or "received"),
            roll=cast("Roll", roll or "none"),
            source=str(source).strip(),
        ),
        (),
    )


_KEYS: Final = frozenset({"days", "months", "counted_from", "presumed_receipt_days", "filed_when", "roll", "source"})


def _whole(mapping: Mapping[str, object], key: str, low: int, high: int, problems: list[tuple[str, str]]) -> int | None:
    if key not in mapping:
        return None
    value = mapping[key]
    # bool is a subclass of int, and `days = true` is no number of days.
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        problems.append((key, f"must be a whole number from {low} to {high}"))
        return None
    return value


def _choice(
    mapping: Mapping[str, object], key: str, choices: tuple[str, ...], problems: list[tuple[str, str]]
) -> str | None:
    if key not in mapping:
        return None
    value = mapping[key]
    if value not in choices:
        problems.append((key, f"must be one of {', '.join(choices)}"))
        return None
    return str(value)
