"""One frame of segments for a whole batch of pieces of files: where each segment stands, and what it belongs to.

Payments, claims and service lines get their ids by running counts of the segments that open them; what a segment
belongs to is the level of the last opening before it, filled forward. Every element is split off once, into one long
series; a table takes from it only the elements it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.interchange import ELEMENT, SEGMENT, Interchange

if TYPE_CHECKING:
    from collections.abc import Sequence

ENVELOPE_TAGS: Final = ("ISA", "GS", "ST", "SE", "GE", "IEA")
REMITTANCE_TAGS: Final = (
    *("ST", "BPR", "NTE", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER", "RDM", "LX", "TS3", "TS2", "CLP"),
    *("CAS", "NM1", "MIA", "MOA", "AMT", "QTY", "SVC", "LQ", "PLB", "SE"),
)
_TAG: Final = pl.Enum(list(dict.fromkeys((*ENVELOPE_TAGS, "TA1", *REMITTANCE_TAGS))))
_OPENING_TAGS: Final = (*ENVELOPE_TAGS, "N1", "LX", "CLP", "SVC", "PLB")

# In the order of the codes in the column `level`. A level from "orphan" on belongs to no claim of an 835.
LEVELS: Final = ("payment", "payer", "payee", "claim", "line", "footer", "orphan", "outside", "other_transaction")
LEVEL: Final = {name: code for code, name in enumerate(LEVELS)}
_AFTER_LX: Final = len(LEVELS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an interchange; `interchange_index` counts interchanges over the whole read, from 0."""

    file_number: int
    interchange_index: int
    interchange: Interchange


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of a batch.

    `rows`: one row a segment, with row (from 0), tag (null if the 835 does not know it), `start` and `count` of its
    elements in `elements`, the tag itself included, and `opening`, the row of `openings` that it belongs to.
    `openings`: what those have in common: level, the running numbers payment_number, claim_number, line_number,
    lx_number (from 1 in this batch, null where they do not apply), file_number, interchange_index, piece,
    opening_row, and first_row, the row at which the file begins in this batch.
    `components`: what separates components, for each piece. `are_padded`: components may have spaces around them.
    """

    rows: pl.DataFrame
    openings: pl.DataFrame
    elements: pl.Series
    components: pl.Series
    are_padded: bool

    def placed(self, mask: pl.Expr, *origins: str) -> pl.DataFrame:
        """The segments for which `mask` is true, with file and segment_number, level, and the running numbers.

        `origins` names further columns of the openings.
        """
        numbers = ("level", "payment_number", "claim_number", "line_number")
        return self.rows.filter(mask).select(
            *("row", "tag", "start", "count"),
            *(self._common(name).alias(name) for name in ("file_number", *numbers, *origins)),
            segment_number=pl.col("row").cast(pl.Int64) - self._common("first_row") + 1,
        )

    def _common(self, name: str) -> pl.Expr:
        """A column of the openings for each segment; nothing need be gathered where only one piece was read."""
        values = self.openings[name]
        is_constant = len(self.components) == 1 and name in ("file_number", "first_row", "piece")
        return pl.lit(values[0], values.dtype) if is_constant else pl.lit(values).gather("opening")

    def element(self, number: int, start: str = "start", count: str = "count") -> pl.Expr:
        """Element `number` of segments with the columns `start` and `count`, null where it is absent or blank."""
        return pl.lit(self.elements).gather(pl.when(pl.col(count) > number).then(pl.col(start) + number))

    def spans(self) -> pl.DataFrame:
        """The interchanges: interchange_index, file_number, and their first and `last` segment_number."""
        spans = self.openings.group_by("interchange_index", maintain_order=True).agg(
            pl.col("file_number", "first_row", "opening_row").first()
        )
        begin = pl.col("opening_row").cast(pl.Int64)
        return spans.select(
            *("interchange_index", "file_number"),
            segment_number=begin - pl.col("first_row") + 1,
            last=begin.shift(-1, fill_value=len(self.rows)) - pl.col("first_row"),
        )


def read_segments(pieces: Sequence[Piece]) -> Segments:
    """The segments of all pieces in order. Each begins with ISA, GS or ST, so nothing leaks from one to the next."""
    texts = [piece.interchange.uniform_text() for piece in pieces]
    components = pl.Series([piece.interchange.component for piece in pieces], dtype=pl.String)
    are_padded = _are_padded(texts, "".join(components.unique()))
    split = _split(texts)
    elements = _texts(split["elements"].explode(), are_padded=are_padded)
    count = pl.col("elements").list.len()
    rows = split.select("piece", count=count, start=count.cum_sum() - count)
    lone = pl.when(pl.col("count") == 1).then("start")
    is_blank = lone.is_not_null() & pl.lit(elements).gather(lone).is_null()
    rows = rows.filter(~is_blank).with_row_index("row")
    rows = rows.with_columns(elements.gather(rows["start"]).cast(_TAG, strict=False).alias("tag"))
    is_opening = rows["tag"].is_in(_OPENING_TAGS).fill_null(value=False)
    opening = rows.filter(is_opening)
    first = Segments(rows, opening, elements, components, are_padded).element(1)
    openings = _levels(opening.with_columns(first.alias("01")))
    rows = rows.select("row", "tag", "start", "count", opening=is_opening.cum_sum() - 1)
    return Segments(rows, _origins(openings, pieces), elements, components, are_padded)


def _split(texts: list[str]) -> pl.DataFrame:
    """One row a segment, with `piece` and the list of its `elements`."""
    segments = pl.DataFrame({"text": texts}, {"text": pl.String}).with_row_index("piece")
    segments = segments.with_columns(pl.col("text").str.split(SEGMENT)).explode("text")
    return segments.select("piece", elements=pl.col("text").str.split(ELEMENT))


def _are_padded(texts: Sequence[str], components: str) -> bool:
    """Whether spaces stand around any element or component but those of an ISA, which no table takes from here."""
    marks = "".join(f"\\x{ord(mark):02x}" for mark in f"{ELEMENT}{SEGMENT}{components}")
    bodies = [text[text.find(SEGMENT) :] if text.startswith("ISA") else text for text in texts]
    return bool(pl.Series(bodies, dtype=pl.String).str.contains(f" [{marks}]|[{marks}] ").any())


def _texts(elements: pl.Series, *, are_padded: bool) -> pl.Series:
    """Without the spaces around them; blank ones null."""
    texts = elements.str.strip_chars(" ") if are_padded else elements
    return pl.select(pl.when(texts != "").then(texts)).to_series()


def _levels(openings: pl.DataFrame) -> pl.DataFrame:
    """Which transaction set an opening stands in, then which part of it, then which party or line of that part."""
    tag, first = pl.col("tag"), pl.col("01")
    code = {name: pl.lit(code, pl.UInt8) for name, code in {**LEVEL, "after_lx": _AFTER_LX}.items()}
    is_835 = (tag == "ST") & (first == "835").fill_null(value=False)
    transaction = (
        pl.when(is_835)
        .then(code["payment"])
        .when(tag == "ST")
        .then(code["other_transaction"])
        .when(tag.is_in(ENVELOPE_TAGS))
        .then(code["outside"])
        .forward_fill()
    )
    part = (
        pl.when(pl.col("transaction") >= code["outside"])
        .then("transaction")
        .when(tag == "ST")
        .then(code["payment"])
        .when(tag == "LX")
        .then(code["after_lx"])
        .when(tag == "CLP")
        .then(code["claim"])
        .when(tag == "PLB")
        .then(code["footer"])
    )
    # A service line needs its claim; an N1 opens a party only before the first LX or claim.
    party = (
        pl.when(first == "PR").then(code["payer"]).when(first == "PE").then(code["payee"]).otherwise(code["payment"])
    )
    inner = (
        pl.when(tag == "SVC")
        .then(pl.when(pl.col("part") == code["claim"]).then(code["line"]).otherwise(code["orphan"]))
        .when((tag == "N1") & (pl.col("part") == code["payment"]))
        .then(party)
    )
    level = pl.coalesce("opened", inner).forward_fill()
    return (
        openings.with_columns(transaction=transaction)
        .with_columns(opened=part)
        .with_columns(part=pl.col("opened").forward_fill())
        .with_columns(level=level)
        .with_columns(level=pl.when(pl.col("level") == _AFTER_LX).then(code["payment"]).otherwise("level"))
    )


def _origins(openings: pl.DataFrame, pieces: Sequence[Piece]) -> pl.DataFrame:
    """The running numbers of the openings, and the file and interchange they come from."""
    level = pl.col("level")
    origin = {
        "file_number": pl.Series([piece.file_number for piece in pieces], dtype=pl.Int64),
        "interchange_index": pl.Series([piece.interchange_index for piece in pieces], dtype=pl.Int32),
    }
    numbers = {
        "payment_number": _count("ST", level < LEVEL["outside"]),
        "claim_number": _count("CLP", level.is_between(LEVEL["claim"], LEVEL["line"])),
        "line_number": _count("SVC", level == LEVEL["line"]),
        "lx_number": _count("LX", level < LEVEL["orphan"]),
    }
    origins = [values.gather(openings["piece"]).alias(name) for name, values in origin.items()]
    openings = openings.select("piece", "level", *origins, opening_row="row", **numbers)
    return openings.with_columns(first_row=pl.col("opening_row").first().over("file_number").cast(pl.Int64))


def _count(tag: str, applies: pl.Expr) -> pl.Expr:
    """How many `tag` segments for which this level applies came so far, where it applies."""
    return pl.when(applies).then(((pl.col("tag") == tag) & applies).cast(pl.Int64).cum_sum())
