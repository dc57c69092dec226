"""Says which segments stand where nothing of an 835 can stand, so that nothing is skipped in silence."""

from __future__ import annotations

import polars as pl

from parsers.segments import ENVELOPE_TAGS, LEVEL_TYPE, REMITTANCE_TAGS
from parsers.values import finding_rows


def place_findings(segments: pl.DataFrame) -> list[pl.DataFrame]:
    """The findings about segments that are unknown, or that belong to no transaction set, claim or service line.

    The tag is not repeated in the finding: where lines broke, it may be a piece of a name.
    """
    tag, level = pl.col("tag"), pl.col("level")
    is_outside = level == _level("outside")
    is_inside = level <= _level("orphan")
    known = tag.is_in((*ENVELOPE_TAGS, "TA1", "CLP", "SVC")).fill_null(value=False)
    is_strange = is_outside & ~known
    # A whole text behind the interchange is one finding, at its first piece.
    is_first_strange = is_strange & ~is_strange.shift(fill_value=False)
    masks = {
        "unknown_segment": is_inside & ~tag.is_in(REMITTANCE_TAGS).fill_null(value=False),
        "segment_outside_transaction": is_first_strange,
        "claim_outside_transaction": is_outside & (tag == "CLP"),
        "line_outside_claim": (tag == "SVC") & level.is_in(("orphan", "outside")),
        "adjustment_outside_claim": (tag == "CAS") & level.is_in(("payment", "payer", "payee", "footer")),
    }
    found = segments.select(mask.any().alias(code) for code, mask in masks.items()).row(0, named=True)
    return [finding_rows(segments.filter(mask), code) for code, mask in masks.items() if found[code]]


def _level(name: str) -> pl.Expr:
    return pl.lit(name, LEVEL_TYPE)
