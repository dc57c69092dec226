"""The interchange table, and what is odd about each ISA."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12 import amounts
from parsers.x12.layout import TABLES
from parsers.x12.values import finding_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsers.x12.segments import Piece

_TABLE: Final = TABLES["interchange"]
_STANDARD_ISA_BYTES: Final = 106
_ISA_ELEMENTS: Final = 16


def interchange_table(pieces: Sequence[Piece], spans: pl.DataFrame, before: int) -> pl.DataFrame:
    """One row an interchange that has an ISA: the columns of layout.toml, and interchange_index.

    `spans` says where each interchange begins: interchange_index, file_number, segment_number. Numbers follow `before`.
    """
    columns = _TABLE.rows[0].columns
    elements = {column.name: column.sources[0].element for column in columns if column.sources}
    rows = []
    for piece in pieces:
        if header := piece.interchange.header:
            marks = piece.interchange.delimiters
            separators = {
                "element_separator": _visible(marks.element),
                "component_separator": _visible(marks.component),
                "segment_terminator": _visible(marks.terminator),
            }
            texts = {name: header.element(number) for name, number in elements.items()}
            rows.append({"interchange_index": piece.interchange_index, **texts, **separators})
    schema = {"interchange_index": pl.Int32(), **dict.fromkeys((column.name for column in columns), pl.String())}
    frame = pl.DataFrame(rows, schema=schema)
    frame = frame.with_columns(
        amounts.interchange_date(pl.col("interchange_date")),
        interchange_number=pl.int_range(before + 1, before + pl.len() + 1, dtype=pl.Int64),
    )
    return frame.join(spans, on="interchange_index", how="left", maintain_order="left")


def _visible(mark: bytes) -> str:
    """A delimiter as people write it: '~', or '\\n' for a line feed."""
    text = mark.decode("latin-1")
    return text if text.isprintable() and text != " " else repr(text)[1:-1]


def header_findings(pieces: Sequence[Piece], spans: pl.DataFrame) -> list[pl.DataFrame]:
    """What is odd about each ISA, at its segment."""
    odd: dict[str, list[int]] = {}
    for piece in pieces:
        if header := piece.interchange.header:
            oddities = {
                "isa_length": header.length != _STANDARD_ISA_BYTES,
                "isa_elements": len(header.elements) != _ISA_ELEMENTS,
                "component_separator": piece.interchange.delimiters.component != header.component_sent,
                "test_interchange": header.element(15) == "T",
            }
            for code, applies in oddities.items():
                if applies:
                    odd.setdefault(code, []).append(piece.interchange_index)
    return [
        finding_rows(spans.filter(pl.col("interchange_index").is_in(indexes)), code) for code, indexes in odd.items()
    ]
