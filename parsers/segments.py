"""One frame of segments for a whole batch of pieces of files: where each segment stands, and what it belongs to.

Payments, claims and service lines get their ids by running counts of the segments that open them; what a segment
belongs to is the level of the last opening before it, filled forward. Values are split off later, as tables need them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.interchange import ELEMENT, SEGMENT, Interchange

if TYPE_CHECKING:
    from collections.abc import Sequence

# In the order of the codes in the column `level`. A level from OUTSIDE on belongs to no 835.
LEVELS: Final = ("payment", "payer", "payee", "claim", "line", "footer", "orphan", "outside", "other_transaction")
LEVEL_TYPE: Final = pl.Enum(LEVELS)
ENVELOPE_TAGS: Final = ("ISA", "GS", "ST", "SE", "GE", "IEA")
REMITTANCE_TAGS: Final = (
    *("ST", "BPR", "NTE", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER", "RDM", "LX", "TS3", "TS2", "CLP"),
    *("CAS", "NM1", "MIA", "MOA", "AMT", "QTY", "SVC", "LQ", "PLB", "SE"),
)

_PAYMENT, _PAYER, _PAYEE, _CLAIM, _LINE, _FOOTER, _ORPHAN, _OUTSIDE, _OTHER = (
    pl.lit(code, pl.UInt8) for code in range(len(LEVELS))
)
_AFTER_LX = pl.lit(len(LEVELS), pl.UInt8)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an interchange; `interchange_index` counts interchanges over the whole read, from 0."""

    file_number: int
    interchange_index: int
    interchange: Interchange


def segment_frame(pieces: Sequence[Piece]) -> pl.DataFrame:
    """One row a segment, in order. Every piece must begin with ISA, GS or ST, so nothing leaks from one into the next.

    Columns: row, file_number, interchange_index, segment_number (in the file, as if it began with this batch),
    component, text (elements separated by ELEMENT), tag (null if there is none), level, and the running numbers
    payment_number, claim_number, line_number, lx_number: from 1 in this batch, null where they do not apply.
    """
    return _placed(_numbered(_split(pieces)).with_columns(tag=_tag()))


def _split(pieces: Sequence[Piece]) -> pl.DataFrame:
    texts = pl.DataFrame(
        {
            "file_number": [piece.file_number for piece in pieces],
            "interchange_index": [piece.interchange_index for piece in pieces],
            "component": [piece.interchange.component for piece in pieces],
            "text": [piece.interchange.uniform_text() for piece in pieces],
        },
        schema={"file_number": pl.Int64, "interchange_index": pl.Int32, "component": pl.String, "text": pl.String},
    )
    segments = texts.with_columns(pl.col("text").str.split(SEGMENT)).explode("text")
    return segments.with_columns(pl.col("text").str.strip_chars(" ")).filter(pl.col("text") != "")


def _numbered(segments: pl.DataFrame) -> pl.DataFrame:
    segments = segments.with_columns(row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    row = pl.col("row")
    is_one_file = segments["file_number"].n_unique() <= 1
    return segments.with_columns(segment_number=row if is_one_file else row - row.first().over("file_number") + 1)


def _tag() -> pl.Expr:
    """Two or three characters before the first element separator; anything else is no tag."""
    tag = pl.col("text").str.slice(0, 3).str.strip_chars_end(ELEMENT)
    fourth = pl.col("text").str.slice(3, 1)
    is_short = pl.col("text").str.slice(2, 1) == ELEMENT
    return pl.when(is_short | (fourth == ELEMENT) | (fourth == "")).then(tag)


def _placed(segments: pl.DataFrame) -> pl.DataFrame:
    """Which transaction set a segment stands in, then which part of it, then which party or line of that part."""
    tag = pl.col("tag")
    transaction = (
        pl.when(_begins("ST", "835"))
        .then(_PAYMENT)
        .when(tag == "ST")
        .then(_OTHER)
        .when(tag.is_in(ENVELOPE_TAGS))
        .then(_OUTSIDE)
    )
    segments = segments.with_columns(transaction=transaction.forward_fill())
    is_outside = pl.col("transaction") >= _OUTSIDE
    part = (
        pl.when(is_outside)
        .then("transaction")
        .when(tag == "ST")
        .then(_PAYMENT)
        .when(tag == "LX")
        .then(_AFTER_LX)
        .when(tag == "CLP")
        .then(_CLAIM)
        .when(tag == "PLB")
        .then(_FOOTER)
    )
    segments = segments.with_columns(opened=part).with_columns(part=pl.col("opened").forward_fill())
    # A service line needs its claim; an N1 opens a party only before the first LX or claim.
    inner = (
        pl.when(tag == "SVC")
        .then(pl.when(pl.col("part") == _CLAIM).then(_LINE).otherwise(_ORPHAN))
        .when((tag == "N1") & (pl.col("part") == _PAYMENT))
        .then(pl.when(_begins("N1", "PR")).then(_PAYER).when(_begins("N1", "PE")).then(_PAYEE).otherwise(_PAYMENT))
    )
    level = pl.coalesce("opened", inner).forward_fill()
    segments = segments.with_columns(level=pl.when(level == _AFTER_LX).then(_PAYMENT).otherwise(level))
    return segments.select(
        *("row", "file_number", "interchange_index", "segment_number", "component", "text", "tag"),
        level=pl.col("level").cat.to(LEVEL_TYPE),
        payment_number=_count("ST", pl.col("level") < _OUTSIDE),
        claim_number=_count("CLP", pl.col("level").is_between(_CLAIM, _LINE)),
        line_number=_count("SVC", pl.col("level") == _LINE),
        lx_number=(pl.col("tag") == "LX").cum_sum(),
    )


def _begins(tag: str, first: str) -> pl.Expr:
    """Whether the segment is `tag` and its first element `first`."""
    start = f"{tag}{ELEMENT}{first}"
    return pl.col("text").str.starts_with(f"{start}{ELEMENT}") | (pl.col("text") == start)


def _count(tag: str, applies: pl.Expr) -> pl.Expr:
    """How many `tag` segments for which this level applies came so far, where it applies."""
    return pl.when(applies).then(((pl.col("tag") == tag) & applies).cast(pl.Int64).cum_sum())
