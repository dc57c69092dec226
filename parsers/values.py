"""Gives the text of a column its type, and says which values could not be read and what that condemns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers import amounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from parsers.layout import Column, Rows, Table

FINDING_SCHEMA: Final = {
    **dict.fromkeys(("file_number", "segment_number", "payment_number", "claim_number", "line_number"), pl.Int64()),
    "code": pl.String(),
    "detail": pl.String(),
}
_NO_FINDINGS: Final = pl.DataFrame(schema=FINDING_SCHEMA)
_TYPED: Final[Mapping[str, Callable[[pl.Expr], pl.Expr]]] = {
    "money": amounts.money,
    "quantity": amounts.quantity,
    "date": amounts.date,
    "integer": amounts.integer,
    "code": lambda text: text.str.to_uppercase(),
    "text": lambda text: text,
}
_LENGTH_WITH_HYPHENS: Final = len("CCYY-MM-DD")
_WITHOUT: Final = {
    "trace": "payment_without_trace",
    "patient_control_number": "claim_without_number",
    "procedure_code": "line_without_code",
}
# Their values are columns of a table of their own, which reports them; rows that gather them would report them twice.
_REPORTED_ELSEWHERE: Final = ("AMT", "DTM", "QTY", "REF", "N1", "NM1")


def typed(column: Column) -> pl.Expr:
    """The value of a column that holds text, null where the text does not have the form of its kind."""
    return _TYPED[column.kind](pl.col(column.name)).alias(column.name)


def with_late_values(columns: Sequence[Column], texts: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The values with those dates that few files write another way: looked for only where a date is missing."""
    late = [
        texts.select(amounts.date_with_hyphens(pl.col(column.name))).to_series()
        for column in columns
        if column.kind == "date" and values[column.name].null_count() > texts[column.name].null_count()
    ]
    return values.with_columns(pl.col(days.name).fill_null(days) for days in late)


def value_findings(
    table: Table, rows: Rows, texts: pl.DataFrame, values: pl.DataFrame, offset: int
) -> list[pl.DataFrame]:
    """One row a value that is missing or cannot be read: at the row's own segment, with the element as the detail."""
    checks = [
        (code, column, mask)
        for column in rows.columns
        if column.is_inside and _is_reported(column, rows)
        for code, mask in _checks(table, column, texts[column.name], values[column.name])
    ]
    found = []
    for code, column, mask in checks:
        source = column.sources[0]
        detail = pl.lit(f"{source.tag}{source.number(offset):02d}")
        found.append(finding_rows(texts.filter(mask), code, detail))
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


def _checks(table: Table, column: Column, text: pl.Series, value: pl.Series) -> Iterator[tuple[str, pl.Series]]:
    """The findings that apply to any row of the column, each with the rows it applies to."""
    if column.is_required and text.null_count():
        yield _WITHOUT.get(column.name, f"{table.name}_amount_missing"), text.is_null()
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
    if column.kind == "date" and value.null_count() < len(value):
        hyphens = (text.str.len_bytes() == _LENGTH_WITH_HYPHENS) & value.is_not_null()
        if hyphens.any():
            yield "date_with_hyphens", hyphens
