"""Geographic practice cost indices: what work, practice expense and malpractice cost at a place, by calendar year.

A locality is a MAC (5 digits) and a number (2), written '11502/00'. Numbers repeat between states and MAC numbers
change over the years, so in a year without the MAC a locality is found by state and number.
Source: CMS Addendum E. Alaska's 1.5 and the frontier states' 1.0 are inside the printed numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, Literal

from contracts.medicare import ratefile

Floor = Literal["in_force", "lapsed", "unknown"]
TITLE: Final = "Medicare geographic practice cost indices (Addendum E): one row per locality."
COLUMNS: Final = ("mac", "state", "number", "name", "work_unfloored", "work_floored", "pe", "mp")
NATIONAL: Final = "national"
BY_MAC: Final = re.compile(r"(\d{5})/([0-9A-Z]{2})")
BY_STATE: Final = re.compile(r"([A-Z]{2})-([0-9A-Z]{2})")
ONE: Final = Decimal("1.000")


@dataclass(frozen=True, slots=True)
class Locality:
    """The indices of one place in one year.

    `work_unfloored` is None where CMS printed only the floored index, `work_floored` None where only the other.
    """

    mac: str
    state: str
    number: str
    name: str
    work_unfloored: Decimal | None
    work_floored: Decimal | None
    pe: Decimal
    mp: Decimal

    @property
    def key(self) -> str:
        return f"{self.mac}/{self.number}"

    def work(self, floor: Floor) -> tuple[Decimal, bool] | None:
        """The work index and whether the 1.0 floor made it; None where the file and the law leave it open."""
        floored = self.work_floored if self.work_unfloored is None else max(self.work_unfloored, ONE)
        if floored is None:
            return None
        raised = floored == ONE and self.work_unfloored != ONE
        if floor == "in_force" or not raised:
            # At or above 1.000 the index is the same with and without the floor.
            return floored, raised
        return (self.work_unfloored, False) if floor == "lapsed" and self.work_unfloored is not None else None


class Indices:
    """The localities of one year."""

    def __init__(self, file: ratefile.RateFile) -> None:
        self.year = int(file.fact("year"))
        self.source = file.fact("source")
        self.localities = tuple(_locality(file, place) for place in range(len(file.rows)))
        self.by_mac = {(place.mac, place.number): place for place in self.localities}
        self.by_state = {(place.state, place.number): place for place in self.localities}
        if not len(self.by_mac) == len(self.by_state) == len(self.localities):
            raise ratefile.RateFileError(file.path, file.first_row, "a locality occurs twice")


def _locality(file: ratefile.RateFile, place: int) -> Locality:
    mac, state, number, name, unfloored, floored, pe, mp = file.rows[place]
    try:
        work = [Decimal(text) if text else None for text in (unfloored, floored)]
        return Locality(mac, state, number, name, work[0], work[1], Decimal(pe), Decimal(mp))
    except InvalidOperation:
        problem = "has an index that cannot be read"
        raise ratefile.RateFileError(file.path, file.first_row + place, problem) from None


def find(locality: str, year: int, years: Mapping[int, Indices]) -> Locality | None:
    """The place '11502/00' or 'NC-00' names in `year`; None where no single place answers to the name."""
    table = years.get(year)
    if table is None:
        return None
    if by_state := BY_STATE.fullmatch(locality):
        return table.by_state.get((by_state[1], by_state[2]))
    by_mac = BY_MAC.fullmatch(locality)
    if by_mac is None:
        return None
    mac, number = by_mac[1], by_mac[2]
    if exact := table.by_mac.get((mac, number)):
        return exact
    # Another year's MAC, or one of several MACs of a state (01112 and 01182 both serve California).
    states = {place.state for other in years.values() for place in other.localities if place.mac == mac}
    candidates = [found for state in states if (found := table.by_state.get((state, number)))]
    return candidates[0] if len(candidates) == 1 else None


def read(path: Path) -> Indices:
    """Raises RateFileError."""
    return Indices(ratefile.read(path, COLUMNS))


def texts(place: Locality) -> tuple[str, ...]:
    """A locality as the fields of our file."""
    indices = ("" if index is None else str(index) for index in (place.work_unfloored, place.work_floored))
    return (place.mac, place.state, place.number, place.name, *indices, str(place.pe), str(place.mp))


def content(facts: Mapping[str, str], localities: Sequence[Locality] | Iterable[Locality]) -> str:
    """Our file of a year. `facts`: year, source."""
    return ratefile.text(TITLE, facts, COLUMNS, map(texts, localities))
