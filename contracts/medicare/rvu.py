"""Relative values: one row per code and component, as one release of the CMS relative value file prints it.

Numbers and indicators only; descriptions are the American Medical Association's and never stored. Source of the
columns: RVU25D.pdf, the record layout CMS ships with the file. What a row is worth is decided in `formula` and `rates`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, Literal

from contracts.medicare import ratefile

Coverage = Literal["extract", "full"]
TITLE: Final = "Relative values of Medicare's physician fee schedule: numbers and indicators only."


@dataclass(frozen=True, slots=True)
class RelativeValues:
    """A row. RVUs and shares have two decimals; indicators keep the codes of CMS; '' where CMS leaves the field empty.

    `modifier` is '26', 'TC', '53' or '' (the whole service). `na_*` is 'NA' where the service is rarely or never
    furnished in that setting; CMS then repeats the other setting's practice expense. The `opps_*` RVUs price the
    outpatient hospital cap on imaging; all zero means no cap.
    """

    code: str
    modifier: str
    status: str
    not_used_for_payment: str
    work_rvu: Decimal
    pe_nonfacility_rvu: Decimal
    na_nonfacility: str
    pe_facility_rvu: Decimal
    na_facility: str
    mp_rvu: Decimal
    pctc: str
    global_days: str
    preoperative_share: Decimal
    intraoperative_share: Decimal
    postoperative_share: Decimal
    multiple_procedure: str
    bilateral: str
    assistant: str
    co_surgeon: str
    team: str
    endoscopy_base: str
    supervision: str
    imaging_family: str
    opps_pe_nonfacility_rvu: Decimal
    opps_pe_facility_rvu: Decimal
    opps_mp_rvu: Decimal

    @property
    def key(self) -> str:
        """'72148-TC', or the bare code."""
        return f"{self.code}-{self.modifier}" if self.modifier else self.code


COLUMNS: Final = tuple(field.name for field in fields(RelativeValues))
NUMBERS: Final = frozenset(field.name for field in fields(RelativeValues) if field.type is Decimal)


class Release:
    """One release's rows, read from our file; a row is parsed when it is asked for (a full file has 19,000)."""

    def __init__(self, file: ratefile.RateFile) -> None:
        self.name = file.fact("release")
        self.source = file.fact("source")
        self.conversion_factor = _factor(file)
        self.conversion_factor_kind = file.fact("conversion_factor_kind")
        self.is_full = file.fact("coverage") == "full"
        self._file = file
        self._places = {(row[0], row[1]): place for place, row in enumerate(file.rows)}
        self._parsed: dict[tuple[str, str], RelativeValues] = {}
        if len(self._places) != len(file.rows):
            raise ratefile.RateFileError(file.path, file.first_row, "a code and modifier occurs twice")

    def __len__(self) -> int:
        return len(self._places)

    def row(self, code: str, modifier: str = "") -> RelativeValues | None:
        """The row of `code` and component, or None. Raises RateFileError on a number that is none."""
        key = (code, modifier)
        if key not in self._parsed:
            if key not in self._places:
                return None
            self._parsed[key] = self._parse(self._places[key])
        return self._parsed[key]

    def rows(self) -> Iterable[RelativeValues]:
        """Every row, in the file's order."""
        return (self._parse(place) for place in range(len(self._file.rows)))

    def _parse(self, place: int) -> RelativeValues:
        try:
            return from_texts(dict(zip(COLUMNS, self._file.rows[place], strict=True)))
        except InvalidOperation:
            problem = "has a number that cannot be read"
            raise ratefile.RateFileError(self._file.path, self._file.first_row + place, problem) from None


def _factor(file: ratefile.RateFile) -> Decimal:
    try:
        return Decimal(file.fact("conversion_factor"))
    except InvalidOperation:
        raise ratefile.RateFileError(file.path, 1, "the head has a conversion factor that is no number") from None


def from_texts(texts: Mapping[str, str]) -> RelativeValues:
    """A row from the text of its fields. Raises decimal.InvalidOperation."""
    values = {name: Decimal(texts[name]) if name in NUMBERS else texts[name] for name in COLUMNS}
    return RelativeValues(**values)  # type: ignore[arg-type]


def texts(row: RelativeValues) -> tuple[str, ...]:
    """A row as the fields of our file."""
    return tuple(str(getattr(row, name)) for name in COLUMNS)


def read(path: Path) -> Release:
    """Raises RateFileError."""
    return Release(ratefile.read(path, COLUMNS))


def content(facts: Mapping[str, str], coverage: Coverage, rows: Sequence[RelativeValues]) -> str:
    """Our file of a release. `facts`: release, source, released, conversion_factor, conversion_factor_kind."""
    return ratefile.text(TITLE, {**facts, "coverage": coverage}, COLUMNS, map(texts, rows))
