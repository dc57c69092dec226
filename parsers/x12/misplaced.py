"""Finds segments in places where an 835 has none, so that none is skipped without a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12.segments import ENVELOPE_TAGS, LEVEL, REMITTANCE_TAGS
from parsers.x12.values import finding_rows

if TYPE_CHECKING:
    from parsers.x12.tables import Batch


def place_findings(batch: Batch) -> list[pl.DataFrame]:
    """The findings about segments that are unknown, or that belong to no transaction set, claim or service line.

    The tag is not repeated in the finding: where lines broke, it may be a piece of a name.
    """
    segments = batch.segments
    level = segments.openings["level"][segments.rows["opening"]]
    suspects = segments.placed(segments.rows.filter(segments.rows.with_columns(level).select(_IS_SUSPECT).to_series()))
    again = [finding_rows(_again(batch.of(once).rows), "repeated_segment", pl.lit(once)) for once in ("BPR", "TRN")]
    found = suspects.with_columns(_CODE)
    if found["code"].null_count() == len(found):
        return again
    # A whole text behind the interchange is one finding, at its first piece.
    found = found.filter(pl.col("code").is_not_null())
    found = found.filter((pl.col("code") != "segment_outside_transaction") | _IS_FIRST)
    return [
        *(finding_rows(rows.drop("code"), code) for (code,), rows in found.group_by("code", maintain_order=True)),
        *again,
    ]


def _codes() -> pl.Expr:
    """The finding about a segment that is in the wrong place, null where it is not."""
    tag, level = pl.col("tag"), pl.col("level")
    is_outside = level == LEVEL["outside"]
    is_known = tag.is_in((*ENVELOPE_TAGS, "TA1", "CLP", "SVC")).fill_null(value=False)
    in_header = level.is_in([LEVEL[name] for name in ("payment", "payer", "payee", "footer")])
    return (
        pl.when((level <= LEVEL["orphan"]) & ~tag.is_in(REMITTANCE_TAGS).fill_null(value=False))
        .then(pl.lit("unknown_segment"))
        .when(is_outside & ~is_known)
        .then(pl.lit("segment_outside_transaction"))
        .when(is_outside & (tag == "CLP"))
        .then(pl.lit("claim_outside_transaction"))
        .when((tag == "SVC") & ~level.is_in([LEVEL["line"], _OTHER]))
        .then(pl.lit("line_outside_claim"))
        .when((tag == "CAS") & in_header)
        .then(pl.lit("adjustment_outside_claim"))
        .alias("code")
    )


_OTHER: Final = LEVEL["other_transaction"]
_CODE: Final = _codes()
_IS_FIRST: Final = (
    (pl.col("row") != pl.col("row").shift() + 1) | (pl.col("code") != pl.col("code").shift())
).fill_null(value=True)
# Few segments of a sound file: those without a known tag, and those that belong to no claim or line.
_IS_SUSPECT: Final = (
    ~pl.col("level").is_in([LEVEL["claim"], LEVEL["line"], _OTHER])
    | pl.col("tag").is_null()
    | (pl.col("tag") == "TA1").fill_null(value=False)
)


def _again(rows: pl.DataFrame) -> pl.DataFrame:
    """All but the first of each payment."""
    number = rows["payment_number"]
    is_again = number.slice(1) == number.head(max(len(rows) - 1, 0))
    return rows.slice(1).filter(is_again) if is_again.any() else rows.head(0)
