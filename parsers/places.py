"""Says which segments stand where nothing of an 835 can stand, so that nothing is skipped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from parsers.segments import ENVELOPE_TAGS, LEVEL, REMITTANCE_TAGS
from parsers.values import finding_rows

if TYPE_CHECKING:
    from parsers.segments import Segments
    from parsers.tables import Batch


def place_findings(batch: Batch) -> list[pl.DataFrame]:
    """The findings about segments that are unknown, or that belong to no transaction set, claim or service line.

    The tag is not repeated in the finding: where lines broke, it may be a piece of a name.
    """
    segments = batch.segments
    tag, level = pl.col("tag"), pl.col("level")
    is_outside = level == LEVEL["outside"]
    is_strange = is_outside & ~tag.is_in((*ENVELOPE_TAGS, "TA1", "CLP", "SVC")).fill_null(value=False)
    # A whole text behind the interchange is one finding, at its first piece.
    is_first = (pl.col("row") != pl.col("row").shift() + 1).fill_null(value=True)
    is_unknown = ~tag.is_in(REMITTANCE_TAGS).fill_null(value=False)
    in_header = level.is_in([LEVEL[name] for name in ("payment", "payer", "payee", "footer")])
    suspects = segments.placed(_may_be_misplaced(segments))
    return [
        finding_rows(suspects.filter((level <= LEVEL["orphan"]) & is_unknown), "unknown_segment"),
        finding_rows(suspects.filter(is_strange).filter(is_first), "segment_outside_transaction"),
        finding_rows(suspects.filter(is_outside & (tag == "CLP")), "claim_outside_transaction"),
        finding_rows(suspects.filter((tag == "SVC") & ~level.is_in([LEVEL["line"], _OTHER])), "line_outside_claim"),
        finding_rows(suspects.filter((tag == "CAS") & in_header), "adjustment_outside_claim"),
        *(finding_rows(_again(batch.of(once)), "repeated_segment", pl.lit(once)) for once in ("BPR", "TRN")),
    ]


_OTHER = LEVEL["other_transaction"]


def _again(rows: pl.DataFrame) -> pl.DataFrame:
    """All but the first of each payment."""
    return rows.filter(pl.col("payment_number") == pl.col("payment_number").shift())


def _may_be_misplaced(segments: Segments) -> pl.Expr:
    """Few segments of a sound file: those without a known tag, and those that belong to no claim or line."""
    level = segments.openings["level"].gather(segments.rows["opening"])
    is_loose = ~level.is_in([LEVEL["claim"], LEVEL["line"], _OTHER])
    return pl.lit(is_loose) | pl.col("tag").is_null() | (pl.col("tag") == "TA1")
