"""What encloses the payments: interchanges, functional groups, and the ST and SE of every transaction set.

Works on the envelope segments of the whole read, after the batches, so it does not matter where a batch was cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12 import amounts
from parsers.x12.segments import ENVELOPE_TAGS, LEVEL, extremes
from parsers.x12.values import finding_rows, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parsers.x12.segments import Segments

_ELEMENTS: Final = (1, 2, 4, 8)
_NO_GROUP: Final = -1
_IS_ENVELOPE: Final = pl.col("tag").is_in(ENVELOPE_TAGS)


def envelope_segments(segments: Segments) -> pl.DataFrame:
    """The ISA, GS, ST, SE, GE and IEA segments of a batch with the elements that matter here; `count` is the first."""
    rows = segments.placed(segments.rows.filter(_IS_ENVELOPE))
    extent = extremes(rows["count"])
    elements = [segments.element(rows, number, extent).alias(f"{number:02d}") for number in _ELEMENTS]
    keys = ("file_number", "interchange_index", "segment_number", "level", "payment_number")
    count = value_of(elements[0], "integer").alias("count")
    return rows.select(*keys, pl.col("tag").cast(pl.String)).hstack([*elements, count])


def linked(envelope: pl.DataFrame) -> pl.DataFrame:
    """The envelope segments of the whole read, each with its functional group and its neighbours in the envelope.

    `group` is the row of the GS that is open, _NO_GROUP where none is.
    """
    tag = pl.col("tag")
    envelope = envelope.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    is_first = pl.col("interchange_index").ne_missing(pl.col("interchange_index").shift())
    # A GE still belongs to its group; what follows it does not.
    is_open = ~(is_first | tag.is_in(("ISA", "IEA")) | (tag.shift() == "GE"))
    group = pl.when(tag == "GS").then("row").when(~is_open).then(_NO_GROUP)
    envelope = envelope.with_columns(group=group.forward_fill())
    return envelope.with_columns(
        *(_neighbour(name, -1).alias(f"next_{name}") for name in ("tag", "segment_number", "02", "count")),
        _neighbour("tag", 1).alias("previous_tag"),
    )


def _neighbour(name: str, distance: int) -> pl.Expr:
    """The value one segment before (1) or after (-1), null beyond the interchange."""
    same = pl.col("interchange_index").shift(distance) == pl.col("interchange_index")
    return pl.when(same).then(pl.col(name).shift(distance))


def transactions(envelope: pl.DataFrame, interchange: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """One row a payment: payment_number and the columns of the payment table that its envelope supplies."""
    starts = envelope.filter(pl.col("tag") == "ST")
    ordinal = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("file_number")
    starts = starts.with_columns(transaction_ordinal=ordinal).filter(pl.col("level") == LEVEL["payment"])
    groups = envelope.filter(pl.col("tag") == "GS")
    groups = groups.select("group", group_date=amounts.date(pl.col("04")), version="08")
    inside = interchange.select("interchange_index", "interchange_number", "usage_indicator")
    is_closed = pl.col("next_tag") == "SE"
    last = pl.when(is_closed).then("next_segment_number").otherwise(pl.col("next_segment_number") - 1)
    return (
        starts.join(groups, on="group", how="left", maintain_order="left")
        .join(inside, on="interchange_index", how="left", maintain_order="left")
        .join(spans.select("interchange_index", "last"), on="interchange_index", how="left", maintain_order="left")
        .with_columns(
            segment_count=pl.when(is_closed).then(pl.col("next_count")),
            last_segment_number=pl.coalesce(last, "last"),
        )
    )


def envelope_findings(envelope: pl.DataFrame, interchange: pl.DataFrame) -> list[pl.DataFrame]:
    """What is odd about the envelope of any interchange, group or transaction set."""
    ungrouped = envelope.filter((_TAG == "ST") & (pl.col("group") == _NO_GROUP))
    unclosed = interchange.join(envelope.filter(_TAG == "IEA"), on="interchange_index", how="anti")
    is_odd = envelope.select(odd.any().alias(code) for code, (odd, _) in _ODDITIES.items()).row(0, named=True)
    return [
        *(finding_rows(envelope.filter(odd), code, how) for code, (odd, how) in _ODDITIES.items() if is_odd[code]),
        finding_rows(ungrouped.unique("interchange_index", maintain_order=True), "no_gs"),
        finding_rows(unclosed, "missing_iea"),
        *_group_findings(envelope),
    ]


_TAG: Final = pl.col("tag")
_IS_START: Final = (_TAG == "ST") & (pl.col("level") == LEVEL["payment"])
_IS_CLOSED: Final = _IS_START & (pl.col("next_tag") == "SE").fill_null(value=False)
_FOUND_COUNT: Final = pl.col("next_segment_number") - pl.col("segment_number") + 1
# What can be seen at one segment of the envelope: where it applies, and the detail of the finding.
_ODDITIES: Final[Mapping[str, tuple[pl.Expr, pl.Expr | None]]] = {
    "other_transaction": (
        (_TAG == "ST") & (pl.col("level") != LEVEL["payment"]),
        pl.when(pl.col("01").str.contains("^[0-9]{3}$")).then(pl.lit("ST01 is ") + pl.col("01")),
    ),
    "missing_se": (_IS_START & pl.col("next_tag").ne_missing("SE"), None),
    "stray_se": ((_TAG == "SE") & pl.col("previous_tag").ne_missing("ST"), None),
    "segment_count": (
        _IS_CLOSED & pl.col("next_count").ne_missing(_FOUND_COUNT),
        _FOUND_COUNT.cast(pl.String) + " found",
    ),
    "control_number": (_IS_CLOSED & pl.col("02").ne_missing(pl.col("next_02")), None),
}


def _group_findings(envelope: pl.DataFrame) -> list[pl.DataFrame]:
    tag = pl.col("tag")
    in_group = pl.col("group") != _NO_GROUP
    groups = (
        envelope.filter(in_group)
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("file_number", "segment_number").first(),
            closed=(tag == "GE").any(),
            sent=pl.col("count").filter(tag == "GE").first(),
            found=(tag == "ST").sum().cast(pl.Int64),
        )
    )
    interchanges = (
        envelope.group_by("interchange_index", maintain_order=True)
        .agg(
            pl.col("file_number").first(),
            pl.col("segment_number").filter(tag == "IEA").first(),
            closed=(tag == "IEA").any(),
            sent=pl.col("count").filter(tag == "IEA").first(),
            found=(tag == "GS").sum().cast(pl.Int64),
        )
        .filter("closed")
    )
    is_wrong = pl.col("sent").ne_missing(pl.col("found"))
    return [
        finding_rows(groups.filter(~pl.col("closed")), "missing_ge"),
        finding_rows(
            groups.filter(pl.col("closed") & is_wrong), "transaction_count", pl.col("found").cast(pl.String) + " found"
        ),
        finding_rows(interchanges.filter(is_wrong), "group_count", pl.col("found").cast(pl.String) + " found"),
    ]
