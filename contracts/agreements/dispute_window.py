"""How long a payment may be disputed: the window of an agreement, read strictly, or a stated assumption.

The agreement's own window comes before the one its program's law or payer publishes, and that before our default. What
a payer publishes and our default are marked as assumed; a window of the law (`kind` law) is a right and is not.
`contracts/disputes/deadline.py` counts a window to its last day.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast, get_args

CountedFrom = Literal["remittance_date", "payment_date", "latest_adjustment", "date_of_service", "payer_receipt"]
BasisEvent = CountedFrom | Literal["receipt_unknown", "first_level_answer", "answer_unknown", "amendment"]
FiledWhen = Literal["received", "postmarked"]
Roll = Literal["none", "next_business_day"]

DEFAULT: Final = "assumed"
DEFAULT_KIND: Final = "default"
LAW: Final = "law"
LONGEST_DAYS: Final = 3660
LONGEST_MONTHS: Final = 120
LONGEST_BUSINESS_DAYS: Final = 2500
LONGEST_PRESUMPTION: Final = 30
LENGTHS: Final = ("days", "months", "business_days")
LEVEL_KEYS: Final = frozenset({*LENGTHS, "presumed_receipt_days", "filed_when", "roll", "source"})
WINDOW_KEYS: Final = LEVEL_KEYS | {"counted_from", "second_level"}


@dataclass(frozen=True, slots=True)
class DisputeWindow:
    """How long a payment may be disputed: exactly one of calendar `days`, calendar `months` and `business_days` is set.

    It counts from the event of `counted_from`, of several from the later one. `presumed_receipt_days` pass before
    counting starts; `roll` moves a last day that is no business day on to the next one; `is_assumed` says that no
    agreement gave this window, and everything that shows the deadline must say so; `is_by_law` that the law gives it,
    so that what else the law grants comes with it. `second_level` counts from the payer's answer to the first.
    Raises ValueError without exactly one length, on a length below 1, without an event, and on a negative presumption.
    """

    days: int | None
    months: int | None
    counted_from: tuple[BasisEvent, ...]
    presumed_receipt_days: int = 0
    filed_when: FiledWhen = "received"
    roll: Roll = "none"
    is_assumed: bool = False
    is_by_law: bool = False
    source: str = ""
    business_days: int | None = None
    second_level: "DisputeWindow | None" = None

    def __post_init__(self) -> None:
        lengths = [each for each in (self.days, self.months, self.business_days) if each is not None]
        if len(lengths) != 1:
            raise ValueError("a dispute window has days, months or business days")
        if lengths[0] < 1:
            raise ValueError("a dispute window is at least one day long")
        if not self.counted_from:
            raise ValueError("a dispute window counts from an event")
        if self.presumed_receipt_days < 0:
            raise ValueError("presumed receipt cannot lie before the basis date")

    @property
    def length(self) -> str:
        """'180 days', '1 month', '45 business days'."""
        lengths = ((self.days, "day"), (self.months, "month"), (self.business_days, "business day"))
        [(count, noun)] = [each for each in lengths if each[0] is not None]
        return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def assumed_window(payer_names: Collection[str] = (), filing_codes: Collection[str] = ()) -> DisputeWindow:
    """The window of an agreement that states none: the law's, or shown as an assumption.

    A row of published_windows.csv holds where all that it names holds: all of `filing_codes` are among its own, and a
    payer of `payer_names` is one of its payers. A row that names both comes before one that names the program alone,
    and that before one that names the payer alone; without any, it is our default.
    """
    of_program = [row for row in _published() if row["filing_codes"] and _has_program(row, filing_codes)]
    of_payer = [row for row in _published() if row["payer_names"] and _has_payer(row, payer_names)]
    both = [row for row in of_program if row in of_payer]
    program = [row for row in of_program if not row["payer_names"]]
    payer = [row for row in of_payer if not row["filing_codes"]]
    found = next(iter((*both, *program, *payer)), None)
    return published_windows()[DEFAULT if found is None else found["program"]]


def _has_program(row: Mapping[str, str], filing_codes: Collection[str]) -> bool:
    return bool(filing_codes) and set(filing_codes) <= set(row["filing_codes"].split())


def _has_payer(row: Mapping[str, str], payer_names: Collection[str]) -> bool:
    patterns = row["payer_names"].split("|")
    return any(fnmatchcase(name.strip().upper(), pattern) for name in payer_names for pattern in patterns)


@cache
def published_windows() -> Mapping[str, DisputeWindow]:
    """Program -> the window of its law, or the one its payer publishes, assumed until the agreement's own is known.

    The source of each says when it was checked.
    """
    return {
        row["program"]: DisputeWindow(
            days=int(row["days"]) if row["days"] else None,
            months=int(row["months"]) if row["months"] else None,
            counted_from=(cast("CountedFrom", row["counted_from"]),),
            presumed_receipt_days=int(row["presumed_receipt_days"]),
            filed_when=cast("FiledWhen", row["filed_when"]),
            roll=cast("Roll", row["roll"]),
            is_assumed=row["kind"] != LAW,
            is_by_law=row["kind"] == LAW,
            source=row["source"] if row["kind"] == DEFAULT_KIND else f"{row['source']}; checked {row['checked']}",
        )
        for row in _published()
    }


@cache
def _published() -> tuple[Mapping[str, str], ...]:
    text = (files("contracts") / "agreements" / "published_windows.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def read_window(mapping: Mapping[str, object]) -> tuple[DisputeWindow | None, tuple[tuple[str, str], ...]]:
    """The `[dispute_window]` table of an agreement -> the window, or None with every problem in it as (key, message).

    Strict: an unknown key, a wrong type or an impossible number is a problem, never ignored. `counted_from`, `source`
    and one of `days`, `months` and `business_days` are required; `presumed_receipt_days` defaults to 0, `filed_when` to
    "received", `roll` to "none". `second_level` is such a table without `counted_from`.
    """
    problems: list[tuple[str, str]] = []
    window = _read(mapping, WINDOW_KEYS, _events(mapping, problems), problems)
    second: DisputeWindow | None = None
    table = mapping.get("second_level")
    if isinstance(table, dict):
        second, found = read_level(table, "first_level_answer")
        problems += [(f"second_level.{key}", message) for key, message in found]
    elif "second_level" in mapping:
        problems.append(("second_level", "must be a table: how long the payer's answer may be disputed"))
    if problems or window is None:
        return None, tuple(sorted(problems))
    return replace(window, second_level=second), ()


def read_level(
    mapping: Mapping[str, object], counted_from: BasisEvent
) -> tuple[DisputeWindow | None, tuple[tuple[str, str], ...]]:
    """A table without `counted_from`, whose event is known -> its window, or None with every problem in it."""
    problems: list[tuple[str, str]] = []
    window = _read(mapping, LEVEL_KEYS, (counted_from,), problems)
    return window, tuple(sorted(problems))


def _read(
    mapping: Mapping[str, object],
    known: Collection[str],
    counted_from: tuple[BasisEvent, ...],
    problems: list[tuple[str, str]],
) -> DisputeWindow | None:
    """The window of one table, its problems added to `problems`; None where it has some, or no event to count from."""
    before = len(problems)
    for key in mapping.keys() - known:
        near = get_close_matches(str(key), sorted(known), n=1)
        problems.append((str(key), f"unknown key; did you mean {near[0]}?" if near else "unknown key"))
    days = _whole(mapping, "days", 1, LONGEST_DAYS, problems)
    months = _whole(mapping, "months", 1, LONGEST_MONTHS, problems)
    business_days = _whole(mapping, "business_days", 1, LONGEST_BUSINESS_DAYS, problems)
    if sum(key in mapping for key in LENGTHS) != 1:
        problems.append(("days", "give exactly one of days, months and business_days"))
    presumed = _whole(mapping, "presumed_receipt_days", 0, LONGEST_PRESUMPTION, problems)
    filed_when = _choice(mapping, "filed_when", get_args(FiledWhen), problems)
    roll = _choice(mapping, "roll", get_args(Roll), problems)
    source = mapping.get("source")
    if not isinstance(source, str) or not source.strip():
        problems.append(("source", "is missing: name the clause or page that grants this window"))
    if len(problems) > before or not counted_from:
        return None
    return DisputeWindow(
        days=days,
        months=months,
        business_days=business_days,
        counted_from=counted_from,
        presumed_receipt_days=presumed or 0,
        filed_when=cast("FiledWhen", filed_when or "received"),
        roll=cast("Roll", roll or "none"),
        source=str(source).strip(),
    )


def _events(mapping: Mapping[str, object], problems: list[tuple[str, str]]) -> tuple[CountedFrom, ...]:
    """The event from which the window counts, or the list of those of which the later one counts."""
    known = get_args(CountedFrom)
    if "counted_from" not in mapping:
        problems.append(("counted_from", f"is missing; one of {', '.join(known)}, or a list: the later of them counts"))
        return ()
    value = mapping["counted_from"]
    named = value if isinstance(value, list) else [value]
    if not named or any(each not in known for each in named):
        problems.append(("counted_from", f"must be one of {', '.join(known)}, or a list of them"))
        return ()
    if len(set(named)) < len(named):
        problems.append(("counted_from", "names an event twice"))
    return tuple(named)


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
