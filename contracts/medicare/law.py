"""Medicare's dated numbers of law: each with the days it is in force, its unit, its source and the day it was checked.

The numbers are in `law/*.toml`; a file of the same name in a workspace's `rates/law/` replaces ours whole, so that a
new law need not wait for a new version. Overlaps and gaps are refused when loading. No arithmetic belongs here.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Literal

SHIPPED: Final = Path(__file__).parent / "law"
ConversionFactorKind = Literal["standard", "qualifying_apm"]
ONE_DAY: Final = timedelta(days=1)
FIXED: Final = {"status", "modifiers", "global_package"}  # their form belongs to the code that reads them
PERIOD_KEYS: Final = {"kind", "effective_from", "effective_until", "value", "source", "evidence", "checked"}
CORRECTION_KEYS: Final = {"name", "effective_from", "source", "checked"}
QUARTER_KEYS: Final = {"letter", "month", "day"}
_START: Final = attrgetter("effective_from")


class LawError(Exception):
    """A law file that cannot be used: names the file and the place."""

    def __init__(self, file: Path, message: str) -> None:
        super().__init__(f"{file.name}: {message}")
        self.file = file


@dataclass(frozen=True, slots=True)
class LawPeriod:
    """One value of law; both days are inside the period, `effective_until` None = still in force.

    `source` is what a letter may cite; where we read it elsewhere, the file says so under `evidence`.
    """

    effective_from: date
    effective_until: date | None
    value: str | tuple[str, ...]
    unit: str
    source: str
    checked: date

    @property
    def number(self) -> Decimal:
        """The value as a number, in `unit`."""
        if not isinstance(self.value, str):
            raise TypeError("a list of codes is not a number")
        return Decimal(self.value)

    def covers(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of one number, in order and without overlap or gap."""

    periods: tuple[LawPeriod, ...]

    def on(self, day: date) -> LawPeriod | None:
        """The period in force on `day`; None outside the table."""
        place = bisect_right(self.periods, day, key=_START)
        return self.periods[place - 1] if place and self.periods[place - 1].covers(day) else None

    def changes(self) -> tuple[date, ...]:
        """Every day on which another value, or none, begins."""
        ends = [period.effective_until + ONE_DAY for period in self.periods if period.effective_until]
        return tuple(sorted({period.effective_from for period in self.periods} | set(ends)))


class Law:
    """The law files of this version, or a workspace's own where it has them. Raises LawError on reading a bad file."""

    def __init__(self, overrides: Path | None = None) -> None:
        self._overrides = overrides
        for path in sorted(overrides.glob("*.toml")) if overrides else ():
            if path.stem in FIXED or not (SHIPPED / path.name).is_file():
                known = ", ".join(each.stem for each in sorted(SHIPPED.glob("*.toml")) if each.stem not in FIXED)
                raise LawError(path, f"no law of this name can be replaced; there are {known}")
        self._read: dict[str, Mapping[str, Any]] = {}
        self._timelines: dict[tuple[str, str | None], Timeline] = {}
        self._releases: dict[int, tuple[tuple[date, str], ...]] = {}

    def path(self, name: str) -> Path:
        own = self._overrides / f"{name}.toml" if self._overrides else None
        return own if own and own.is_file() else SHIPPED / f"{name}.toml"

    def paths(self) -> tuple[Path, ...]:
        return tuple(self.path(shipped.stem) for shipped in sorted(SHIPPED.glob("*.toml")))

    def document(self, name: str) -> Mapping[str, Any]:
        """A law file as it was parsed; a workspace's has the same keys at the top as ours."""
        if name not in self._read:
            path = self.path(name)
            document = _parsed(path)
            expected, found = set(_parsed(SHIPPED / path.name)), set(document)
            if found != expected:
                raise LawError(
                    path, f"expected {', '.join(sorted(expected))}; found {', '.join(sorted(found)) or 'nothing'}"
                )
            self._read[name] = document
        return self._read[name]

    def timeline(self, name: str, kind: str | None = None) -> Timeline:
        """The periods of `name`; where the file tells kinds apart, those of `kind`."""
        if (name, kind) not in self._timelines:
            self._timelines[name, kind] = self._timeline(name, kind)
        return self._timelines[name, kind]

    def changes(self, name: str) -> frozenset[date]:
        """The days on which a period of any kind begins, or ends without another."""
        kinds = {period.get("kind") for period in self.document(name).get("period", ())}
        return frozenset(day for kind in kinds for day in self.timeline(name, kind).changes())

    def _timeline(self, name: str, kind: str | None) -> Timeline:
        path, document = self.path(name), self.document(name)
        unit, periods = document.get("unit"), document.get("period")
        if not isinstance(unit, str) or not isinstance(periods, list):
            raise LawError(path, "needs a unit and at least one [[period]]")
        of_kind = [period for period in periods if period.get("kind") == kind]
        return Timeline(_in_order(path, [_period(path, unit, period) for period in of_kind]))

    def releases_of(self, year: int) -> tuple[tuple[date, str], ...]:
        """(first day in force, name) of each release CMS publishes for `year`, in order; corrections among them."""
        if year not in self._releases:
            document = self.document("releases")
            self._releases[year] = _releases(self.path("releases"), document["quarter"], document["correction"], year)
        return self._releases[year]


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawError(path, f"not readable as TOML ({error})") from None


def _period(path: Path, unit: str, table: Mapping[str, Any]) -> LawPeriod:
    place = f"period from {table.get('effective_from')}"
    if unknown := set(table) - PERIOD_KEYS:
        raise LawError(path, f"{place}: unknown {', '.join(sorted(unknown))}")
    start, end, value = table.get("effective_from"), table.get("effective_until"), table.get("value")
    if not isinstance(start, date) or not isinstance(end, date | None) or (end and end < start):
        raise LawError(path, f"{place}: effective_from and effective_until must be dates in order")
    if not isinstance(value, str | list) or not isinstance(table.get("checked"), date) or not table.get("source"):
        raise LawError(path, f"{place}: needs a value in quotes, a source and the day it was checked")
    settled = value if isinstance(value, str) else tuple(str(code) for code in value)
    return LawPeriod(start, end, settled, unit, str(table["source"]), table["checked"])


def _in_order(path: Path, periods: Iterable[LawPeriod]) -> tuple[LawPeriod, ...]:
    ordered = tuple(sorted(periods, key=lambda period: period.effective_from))
    for before, after in pairwise(ordered):
        if before.effective_until is None or before.effective_until + ONE_DAY != after.effective_from:
            places = f"{before.effective_from} to {before.effective_until} and from {after.effective_from}"
            raise LawError(path, f"periods overlap or leave a gap: {places}")
    return ordered


def _releases(
    path: Path, quarters: list[Mapping[str, Any]], corrections: list[Mapping[str, Any]], year: int
) -> tuple[tuple[date, str], ...]:
    if any(set(quarter) != QUARTER_KEYS for quarter in quarters):
        raise LawError(path, "a [[quarter]] has letter, month and day")
    if any(not set(correction) >= CORRECTION_KEYS for correction in corrections):
        raise LawError(path, "a [[correction]] has name, effective_from, source and checked")
    prefix = f"RVU{year % 100:02d}"
    regular = [(date(year, quarter["month"], quarter["day"]), prefix + quarter["letter"]) for quarter in quarters]
    irregular = [(table["effective_from"], table["name"]) for table in corrections]
    return tuple(sorted(regular + [(first, name) for first, name in irregular if first.year == year]))


@cache
def shipped() -> Law:
    """The law of this version, read once."""
    return Law()
