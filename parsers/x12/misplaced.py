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

    An unknown segment is named where no one's name can be written so; where lines broke, the tag may be a piece of one.
    """
    segments = batch.segments
    level = segments.openings["level"][segments.rows["opening"]]
    suspects = segments.placed(segments.rows.filter(segments.rows.with_columns(level).select(_IS_SUSPECT).to_series()))
    again = [finding_rows(_again(batch.of(once).rows), "repeated_segment", pl.lit(once)) for once in ("BPR", "TRN")]
    found = suspects.with_columns(_CODE, identifier=segments.element(suspects, 0))
    if found["code"].null_count() == len(found):
        return again
    # A whole text behind the interchange is one finding, at its first piece.
    found = found.filter(pl.col("code").is_not_null())
    found = found.filter((pl.col("code") != "segment_outside_transaction") | _IS_FIRST)
    return [
        *(
            finding_rows(rows.drop("code"), code, _NAMED if code == "unknown_segment" else None)
            for (code,), rows in found.group_by("code", maintain_order=True)
        ),
        *again,
    ]


# Segments of other health care transactions of X12 (837, 270, 271, 276, 277, 820, 999), but for those that are names.
OTHER_TAGS: Final = (
    *("AAA", "ACT", "ADX", "BGN", "BHT", "CL1", "CLM", "CN1", "CR1", "CR2", "CR3", "CR5", "CR6", "CR7", "CR8", "CRC"),
    *("CTP", "CTX", "DMG", "DN1", "DN2", "DTP", "EB", "ENT", "EQ", "FRM", "HCP", "HCR", "HD", "HI", "HL", "HSD", "IK3"),
    *("IK4", "IK5", "III", "INS", "IT1", "K3", "MEA", "MPI", "MSG", "NX1", "OI", "PRV", "PS1", "PWK", "RMR", "SBR"),
    *("STC", "SV1", "SV2", "SV3", "SV4", "SV5", "SV6", "SV7", "SVD", "TA1", "TS4", "TS5", "UM", "UR"),
)


def _named() -> pl.Expr:
    """The tag of a segment, or how long it is: a tag with a digit or of Z alone is no name either."""
    tag = pl.col("identifier")
    is_nameless = tag.is_in(OTHER_TAGS) | tag.str.contains(r"^([A-Z]{1,2}[0-9][0-9A-Z]?|Z{2,3})$")
    is_written_small = tag.str.to_uppercase().is_in((*REMITTANCE_TAGS, *OTHER_TAGS))
    return (
        pl.when(is_nameless)
        .then(tag)
        .when(is_written_small)
        .then(pl.concat_str(tag.str.to_uppercase(), pl.lit(" in small letters")))
        .when(tag.is_null())
        .then(pl.lit("without an identifier"))
        .otherwise(pl.concat_str(pl.lit("an identifier of "), tag.str.len_chars(), pl.lit(" characters")))
    )


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
_NAMED: Final = _named()
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
