"""Gives the text of a column its type, and says which values could not be read and what that condemns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12 import amounts
from parsers.x12.layout import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parsers.x12.layout import Column, Rows, Table

FINDING_SCHEMA: Final = {
    **dict.fromkeys(("file_number", "segment_number", "payment_number", "claim_number", "line_number"), pl.Int64()),
    "code": pl.String(),
    "detail": pl.String(),
}
_NO_FINDINGS: Final = pl.DataFrame(schema=FINDING_SCHEMA)
_TEXT: Final = pl.col("text")
_NOT_BLANK: Final = pl.when(_TEXT != "").then(_TEXT)
_TYPED: Final = {
    "money": amounts.money(_TEXT),
    "quantity": amounts.quantity(_TEXT),
    "date": amounts.date(_TEXT),
    "integer": amounts.integer(_TEXT),
    "code": _TEXT.str.to_uppercase(),
}
_LATE_DAY: Final = amounts.date_with_hyphens(_TEXT)
_LENGTH_WITH_HYPHENS: Final = len("CCYY-MM-DD")
_MISSING: Final = {
    "trace": "payment_without_trace",
    "patient_control_number": "claim_without_number",
    "procedure_code": "line_without_code",
}
# Their values are columns of a table of their own, which reports them; rows that gather them would report them twice.
_REPORTED_ELSEWHERE: Final = ("AMT", "DTM", "QTY", "REF", "N1", "NM1")


@dataclass(frozen=True, slots=True)
class Values:
    """A column: what was sent, and its value; both null where nothing was sent, the value also where it has no form."""

    text: pl.Series
    value: pl.Series
    may_have_hyphens: bool = False

    def where(self, mask: pl.Series) -> Values:
        """Those of the rows for which `mask` is true."""
        value = self.value.filter(mask)
        return Values(value if self.text is self.value else self.text.filter(mask), value)

    def or_else(self, other: Values) -> Values:
        """Those of `other` in the rows where nothing was sent here."""
        if other.text.null_count() == len(other.text):
            return self
        is_sent = self.text.is_not_null()
        return Values(self.text.zip_with(is_sent, other.text), self.value.zip_with(is_sent, other.value))


def texts_of(texts: pl.Series, *, are_padded: bool) -> pl.Series:
    """Without the spaces around them (if any has); blank ones null."""
    texts = texts.str.strip_chars(" ") if are_padded else texts
    return texts.to_frame("text").select(_NOT_BLANK).to_series()


def value_of(text: pl.Series, kind: str) -> pl.Series:
    """The values of a series of texts (`layout.KINDS`), null where a text does not have the form of its kind."""
    if kind == "text":
        return text
    if text.null_count() == len(text):
        return text.cast(KINDS[kind])
    return text.to_frame("text").select(_TYPED[kind]).to_series()


def days_of(text: pl.Series) -> tuple[pl.Series, bool]:
    """The days, and whether some may be written CCYY-MM-DD, as few files do: looked for only where a day is missing."""
    days = value_of(text, "date")
    if days.null_count() == text.null_count():
        return days, False
    return days.zip_with(days.is_not_null(), text.to_frame("text").select(_LATE_DAY).to_series()), True


def value_findings(
    table: Table, rows: Rows, keys: pl.DataFrame, values: Mapping[str, Values], offset: int
) -> list[pl.DataFrame]:
    """One row a value that is missing or cannot be read: at the row's own segment, with the element as the detail.

    `keys` are the keys of the rows that the columns in `values` belong to.
    """
    found = []
    for column in rows.columns:
        if column.is_inside and _is_reported(column, rows):
            source = column.sources[0]
            detail = f"{source.tag}{source.number(offset):02d}"
            for code, mask in _checks(table, column, values[column.name]):
                found.append(finding_rows(keys.filter(mask), code, pl.lit(detail)))
    return found


def finding_rows(rows: pl.DataFrame, code: str, detail: pl.Expr | None = None) -> pl.DataFrame:
    """A finding of the same code for every row, with as many of its keys as the row has."""
    if rows.is_empty():
        return _NO_FINDINGS
    text = pl.lit(None, pl.String) if detail is None else detail
    rows = rows.with_columns(code=pl.lit(code), detail=text)
    return rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in FINDING_SCHEMA.items()
    )


def _is_reported(column: Column, rows: Rows) -> bool:
    tag = column.sources[0].tag
    return tag == rows.tag or tag not in _REPORTED_ELSEWHERE


def _checks(table: Table, column: Column, values: Values) -> Iterator[tuple[str, pl.Series]]:
    """The findings that apply to any row of the column, each with the rows it applies to."""
    text, value = values.text, values.value
    if column.is_required and text.null_count():
        yield _MISSING.get(column.name, f"{table.name}_amount_missing"), text.is_null()
    if column.kind not in ("money", "quantity", "date"):
        return
    if value.null_count() > text.null_count():
        lost = value.is_null() & text.is_not_null()
        if column.kind == "date":
            yield "date_unreadable", lost
        elif column.kind == "quantity":
            is_number = amounts.has_quantity_form(text)
            yield "quantity_implausible", lost & is_number
            yield "quantity_unreadable", lost & ~is_number
        else:
            name = f"{table.name}_amount" if column.is_required else "amount"
            is_number, is_fraction = amounts.has_money_form(text), amounts.has_fraction_of_cent(text)
            yield f"{name}_implausible", lost & is_number
            yield f"{name}_below_cent", lost & is_fraction
            yield f"{name}_unreadable", lost & ~is_number & ~is_fraction
    if values.may_have_hyphens:
        hyphens = (text.str.len_bytes() == _LENGTH_WITH_HYPHENS) & value.is_not_null()
        if hyphens.any():
            yield "date_with_hyphens", hyphens
