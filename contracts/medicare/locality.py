"""ZIP codes to Medicare localities: where a service was furnished decides which indices price it.

Source: the CMS "ZIP5" file of a quarter. Neighbouring ZIPs of one locality are kept as one row; a ZIP between two rows
is unknown. Some ZIPs lie in two localities and only the ZIP+4 tells which: those are refused, never guessed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from contracts.medicare import ratefile

TITLE: Final = "ZIP codes and their Medicare locality; plus_four 1: the locality depends on the ZIP+4."
ZIP: Final = re.compile(r"\d{5}")
COLUMNS: Final = ("first_zip", "last_zip", "mac", "number", "plus_four")


@dataclass(frozen=True, slots=True)
class ZipRange:
    """ZIPs from first to last, all of them known and in the locality `mac`/`number`."""

    first_zip: str
    last_zip: str
    mac: str
    number: str
    is_ambiguous: bool

    @property
    def locality(self) -> str:
        return f"{self.mac}/{self.number}"


class ZipTable:
    """The ZIPs of one quarter ('2025Q4')."""

    def __init__(self, file: ratefile.RateFile) -> None:
        self.quarter = file.fact("quarter")
        self.source = file.fact("source")
        self._firsts = [row[0] for row in file.rows]
        self._rows = file.rows
        for number, (before, after) in enumerate(pairwise(file.rows), file.first_row + 1):
            if not before[0] <= before[1] < after[0]:
                raise ratefile.RateFileError(file.path, number, "ZIPs overlap or are out of order")

    def find(self, zip5: str) -> ZipRange | None:
        """The row of a 5-digit ZIP, or None."""
        place = bisect_right(self._firsts, zip5) - 1
        if not ZIP.fullmatch(zip5) or place < 0 or self._rows[place][1] < zip5:
            return None
        first, last, mac, number, plus_four = self._rows[place]
        return ZipRange(first, last, mac, number, plus_four == "1")


def ranges(zips: Iterable[tuple[str, str, str, bool]]) -> tuple[ZipRange, ...]:
    """(zip, mac, number, is_ambiguous) in any order -> rows of neighbours. Each ZIP occurs once."""
    rows: list[ZipRange] = []
    for zip5, mac, number, is_ambiguous in sorted(zips):
        last = rows[-1] if rows else None
        if (
            last
            and int(last.last_zip) + 1 == int(zip5)
            and (last.mac, last.number, last.is_ambiguous) == (mac, number, is_ambiguous)
        ):
            rows[-1] = ZipRange(last.first_zip, zip5, mac, number, is_ambiguous)
        else:
            rows.append(ZipRange(zip5, zip5, mac, number, is_ambiguous))
    return tuple(rows)


def read(path: Path) -> ZipTable:
    """Raises RateFileError."""
    return ZipTable(ratefile.read(path, COLUMNS))


def content(facts: Mapping[str, str], rows: Iterable[ZipRange]) -> str:
    """Our file of a quarter. `facts`: quarter, source."""
    lines = ((row.first_zip, row.last_zip, row.mac, row.number, "1" if row.is_ambiguous else "0") for row in rows)
    return ratefile.text(TITLE, facts, COLUMNS, lines)
