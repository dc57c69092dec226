"""The CMS table of geographic practice cost indices (Addendum E, GPCIyyyy.csv), with one work column or with both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts.medicare.cms_table import ImportProblem, amount, places, rows_of, stacked
from contracts.medicare.gpci import ONE, Locality

YEAR: Final = re.compile(r"\b(20\d\d) PW GPCI")
NAMED: Final = re.compile(r"GPCI_?(20\d\d)", re.IGNORECASE)
HEADER: Final = re.compile(r",State,Locality.Number,.*GPCI", re.IGNORECASE)
MAC: Final = re.compile(r"\d{5}")
STATE: Final = re.compile(r"[A-Z]{2}")
NUMBER: Final = re.compile(r"[0-9A-Z]{2}")
THREE_PLACES: Final = Decimal("0.001")
FOOTNOTE_MARKS: Final = "* "

FLOORED: Final[Mapping[str, str]] = {
    "MEDICARE ADMINISTRATIVE CONTRACTOR (MAC)": "mac",
    "STATE": "state",
    "LOCALITY NUMBER": "number",
    "LOCALITY NAME": "name",
    "PW GPCI (WITH 1.0 FLOOR)": "work_floored",
    "PE GPCI": "pe",
    "MP GPCI": "mp",
}
BOTH: Final[Mapping[str, str]] = {**FLOORED, "PW GPCI (WITHOUT 1.0 FLOOR)": "work_unfloored"}
UNFLOORED: Final = {name: field for name, field in BOTH.items() if field != "work_floored"}
PLAIN: Final[Mapping[str, str]] = {
    "MAC": "mac",
    "STATE": "state",
    "LOCALITY_NUMBER": "number",
    "LOCALITY_NAME": "name",
    "GPCI_WORK": "work_floored",
    "GPCI_PE": "pe",
    "GPCI_MP": "mp",
}


@dataclass(frozen=True, slots=True)
class CmsIndices:
    """A GPCI table as read."""

    year: int
    localities: tuple[Locality, ...]


def is_indices(head: str) -> bool:
    return bool(HEADER.search(head))


def parse(file: str, text: str) -> CmsIndices:
    """Reads the whole file, footnotes below the table left out. Raises ImportProblem."""
    cells = rows_of(text)
    header = next((number for number, row in enumerate(cells) if "STATE" in [cell.upper() for cell in row]), None)
    if header is None:
        raise ImportProblem(file, "expected a header row with a State column, found none")
    named = YEAR.search(" ".join(cells[header])) or NAMED.search(file)
    if named is None:
        raise ImportProblem(file, "neither header nor file name says the year", remedy="name it like GPCI2026.csv")
    found = tuple(name.removeprefix(f"{named[1]} ") for name in stacked([cells[header]]))
    columns = places(file, header + 1, found, (FLOORED, BOTH, UNFLOORED, PLAIN))
    localities = []
    for number, row in enumerate(cells[header + 1 :], header + 2):
        if sum(map(bool, row)) > 1:
            localities.append(_locality(file, number, columns, row))
    _unique(file, localities)
    return CmsIndices(int(named[1]), tuple(localities))


def _locality(file: str, number: int, columns: Mapping[str, int], row: Sequence[str]) -> Locality:
    if len(row) <= max(columns.values()):
        raise ImportProblem(file, f"has {len(row)} fields, expected {len(columns)}", row=number)
    texts = {field: row[place] for field, place in columns.items()}
    for field, form in (("mac", MAC), ("state", STATE), ("number", NUMBER)):
        if not form.fullmatch(texts[field]):
            remedy = "leading zeros are lost when a spreadsheet saves it: import the file as CMS ships it"
            raise ImportProblem(file, f"'{texts[field]}' is not in form", row=number, column=field, remedy=remedy)
    index = {
        field: amount(file, number, field, texts[field]).quantize(THREE_PLACES)
        for field in ("work_unfloored", "work_floored", "pe", "mp")
        if field in texts
    }
    unfloored, floored = index.get("work_unfloored"), index.get("work_floored")
    if unfloored is not None and floored is not None and floored != max(unfloored, ONE):
        message = f"the work index {unfloored} with a floor of 1.0 is not {floored}"
        raise ImportProblem(file, message, row=number, column="work_floored")
    name = texts["name"].strip(FOOTNOTE_MARKS)
    return Locality(texts["mac"], texts["state"], texts["number"], name, unfloored, floored, index["pe"], index["mp"])


def _unique(file: str, localities: Sequence[Locality]) -> None:
    if not localities:
        raise ImportProblem(file, "has no locality")
    for keys in ([place.key for place in localities], [f"{place.state}-{place.number}" for place in localities]):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ImportProblem(file, f"names {', '.join(twice)} more than once")
