"""Reading what CMS publishes, strictly: every difference from a layout we know is named with its place and a remedy."""

import csv
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

AGAIN: Final = "download the file from CMS again and import it unchanged"
UNKNOWN_LAYOUT: Final = "this version does not know the layout: update shortpay, or import an older release"
AMOUNT: Final = re.compile(r"\d{1,6}(?:\.\d{1,4})?")
SPACES: Final = re.compile(r"\s+")


class ImportProblem(Exception):  # noqa: N818 - a problem of the file, reported to its owner
    """A file that cannot be imported: its name, the row (1-based) and column where there is one, and what to do."""

    def __init__(
        self, file: str, message: str, *, row: int | None = None, column: str | None = None, remedy: str = AGAIN
    ) -> None:
        place = [file, *([f"row {row}"] if row else []), *([f"column {column}"] if column else [])]
        super().__init__(f"{', '.join(place)}: {message}; {remedy}")
        self.file, self.row, self.column, self.remedy = file, row, column, remedy


def decoded(content: bytes) -> str:
    """CMS writes ASCII, some years with a byte order mark or single Windows characters in descriptions."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def rows_of(text: str) -> list[list[str]]:
    """The cells of a CSV, stripped."""
    return [[cell.strip() for cell in row] for row in csv.reader(text.splitlines())]


def stacked(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Column names that CMS spreads over several rows, joined downwards: NON-FAC / PE RVU -> 'NON-FAC PE RVU'."""
    width = len(rows[-1])
    return tuple(SPACES.sub(" ", " ".join(row[column] for row in rows)).strip().upper() for column in range(width))


def places(file: str, row: int, found: Sequence[str], layouts: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """Our field -> column number, by the layout whose columns are exactly those found; '' marks columns not kept."""
    for layout in layouts:
        if set(found) == set(layout) and len(found) == len(layout):
            return {layout[name]: number for number, name in enumerate(found) if layout[name]}
    nearest = max(layouts, key=lambda layout: len(set(layout) & set(found)))
    missing = [name for name in nearest if name not in found]
    surplus = [name for name in found if name not in nearest]
    message = (
        f"expected columns {', '.join(nearest)}; found {', '.join(found)}"
        f" (missing: {', '.join(missing) or 'none'}; unknown: {', '.join(surplus) or 'none'})"
    )
    raise ImportProblem(file, message, row=row, remedy=UNKNOWN_LAYOUT)


def amount(file: str, row: int, column: str, text: str) -> Decimal:
    """A non-negative number as printed."""
    if not AMOUNT.fullmatch(text):
        raise ImportProblem(file, f"'{text}' is not a number", row=row, column=column)
    return Decimal(text)
