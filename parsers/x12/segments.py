"""One frame of segments for a whole batch of pieces of files: where each segment is, and what it belongs to.

Payments, claims and service lines get their ids by running counts of the segments that open them; what a segment
belongs to is the level of the last opening before it, filled forward. Every element is split off once, into one long
series; a table takes from it only the elements it needs. Expressions are made once, when the module is loaded: to make
them for each batch took longer than to read a small one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import TYPE_CHECKING, Final, cast

import polars as pl

from parsers.x12.interchange import DROPPED, ELEMENT, SEGMENT, Interchange
from parsers.x12.numbering import Numbering
from parsers.x12.values import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ENVELOPE_TAGS: Final = ("ISA", "GS", "ST", "SE", "GE", "IEA")
_OPENING_TAGS: Final = (*ENVELOPE_TAGS, "N1", "LX", "CLP", "SVC", "PLB")
REMITTANCE_TAGS: Final = (
    *("ST", "BPR", "NTE", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER", "RDM", "LX", "TS3", "TS2", "CLP"),
    *("CAS", "NM1", "MIA", "MOA", "AMT", "QTY", "SVC", "LQ", "PLB", "SE"),
)
# Those that open something come first: its code alone shows that a tag is one of them.
_TAG: Final = pl.Enum(list(dict.fromkeys((*_OPENING_TAGS, "TA1", *REMITTANCE_TAGS))))

# In the order of the codes in the column `level`. A level from "orphan" on belongs to no claim of an 835.
LEVELS: Final = ("payment", "payer", "payee", "claim", "line", "footer", "orphan", "outside", "other_transaction")
LEVEL: Final = {name: code for code, name in enumerate(LEVELS)}
_AFTER_LX: Final = len(LEVELS)
RUNNING_NUMBERS: Final = ("payment_number", "claim_number", "line_number")


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
    elements in `elements`, the tag itself included, `opening`, the row of `openings` that it belongs to, and (once it
    is known what was before) segment_number.
    `openings`: what those have in common: level, the running numbers payment_number, claim_number, line_number,
    lx_number (from 1 in this batch, null where they do not apply), file_number, interchange_index, piece,
    opening_row, and first_row, the row at which the file begins (below 0 if it began in a batch before).
    `components`: what separates components, for each piece. `are_padded`: components may have spaces around them.
    `before`: the numbers that the batches before have given.
    """

    rows: pl.DataFrame
    openings: pl.DataFrame
    elements: pl.Series
    components: pl.Series
    are_padded: bool
    before: Numbering

    def behind(self, before: Numbering) -> Segments:
        """The same, numbered behind what was read before. Only once: the numbers must begin at 1."""
        moved = [pl.col(key) + before.of(key) for key in RUNNING_NUMBERS]
        is_cut = pl.col("file_number") == pl.lit(before.file_number, pl.Int64)
        first_row = pl.when(is_cut).then(pl.col("first_row") - before.segments).otherwise("first_row")
        openings = self.openings.with_columns(*moved, first_row.alias("first_row"))
        segment_number = self.rows["row"] - openings["first_row"][self.rows["opening"]] + 1
        rows = self.rows.hstack([segment_number.alias("segment_number")])
        return replace(self, rows=rows, openings=openings, before=before)

    def numbering(self) -> Numbering:
        """The numbers that are given when this batch has been read."""
        if not len(self.openings):
            return self.before
        last = {
            key.removesuffix("_number"): max(extremes(self.openings[key])[1], self.before.of(key))
            for key in RUNNING_NUMBERS
        }
        end = self.openings.row(-1, named=True)
        segments = len(self.rows) - end["first_row"]
        return replace(self.before, **last, file_number=end["file_number"], segments=segments)

    def placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Some of `rows` with what their openings have in common."""
        return rows.hstack(self.openings[_COMMON][rows["opening"]].get_columns())

    def element(self, rows: pl.DataFrame, number: int, extent: tuple[int, int] | None = None) -> pl.Series:
        """Element `number` of some of `rows`, null where it is absent or blank.

        `extent` is what `extremes` says of their count, where that is known.
        """
        shortest, longest = extent or extremes(rows["count"])
        if longest <= number:
            return _ABSENT.new_from_index(0, len(rows))
        place = rows["start"] + number if shortest > number else rows.select(_place_of(number)).to_series()
        return self.elements[place]

    def spans(self) -> pl.DataFrame:
        """The interchanges: interchange_index, file_number, and their first and `last` segment_number."""
        begin = pl.col("opening_row")
        # Gathered, not filtered: what is filtered to one stretch of rows keeps the memory of all of them.
        return self.openings[self.openings.select(pl.arg_where(_IS_FIRST_OF_INTERCHANGE)).to_series()].select(
            *("interchange_index", "file_number"),
            segment_number=begin - pl.col("first_row") + 1,
            last=begin.shift(-1, fill_value=len(self.rows)) - pl.col("first_row"),
        )


_ABSENT: Final = pl.Series([None], dtype=pl.String)
_COMMON: Final = ["file_number", "interchange_index", "piece", "level", *RUNNING_NUMBERS, "lx_number"]
_IS_FIRST_OF_INTERCHANGE: Final = pl.col("interchange_index").ne_missing(pl.col("interchange_index").shift())


def extremes(numbers: pl.Series) -> tuple[int, int]:
    """The least and the greatest of whole numbers; (0, -1) where there is none."""
    if numbers.null_count() == len(numbers):
        return 0, -1
    return cast("int", numbers.min()), cast("int", numbers.max())


@cache
def _place_of(number: int) -> pl.Expr:
    """The place of element `number` among all elements, null where the segment is shorter."""
    return pl.when(pl.col("count") > number).then(pl.col("start") + number)


def read_segments(pieces: Sequence[Piece]) -> Segments:
    """The segments of all pieces in order. The first of a piece is an opening: nothing leaks from one to the next."""
    codes = _codes(pieces)
    is_mark = codes <= ord(SEGMENT)
    rows = _places(codes.filter(is_mark))
    text = _ELEMENT.zip_with(is_mark, codes).implode().cast(pl.Binary).cast(pl.String)
    components = pl.Series([piece.interchange.component for piece in pieces], dtype=pl.String)
    are_padded = _are_padded(codes, is_mark, "".join(components.unique()))
    elements = texts_of(text.str.split(ELEMENT).explode().alias("elements"), are_padded=are_padded)
    lone = rows.select(_LONE).to_series()
    if lone.null_count() < len(lone):
        rows = rows.filter(lone.is_null() | elements[lone].is_not_null())
    tag = elements[rows["start"]].cast(_TAG, strict=False).alias("tag")
    rows = rows.hstack([tag, pl.int_range(len(rows), dtype=pl.Int64, eager=True).alias("row")])
    rows = rows.with_columns(_IS_FIRST).with_columns(_IS_OPENING).with_columns(_OPENING)
    opening = rows.filter("is_opening")
    segments = Segments(rows, opening, elements, components, are_padded, Numbering())
    openings = _levels(opening.with_columns(segments.element(opening, 1).alias("01")))
    rows = rows[["row", "tag", "start", "count", "opening"]]
    return replace(segments, rows=rows, openings=_origins(openings, pieces))


def _codes(pieces: Sequence[Piece]) -> pl.Series:
    """Every byte of the uniform text of all pieces, with a mark behind each element and segment.

    The spaces that fill an ISA are left out: no table takes any of its elements from here.
    """
    # Part by part: the memory of one serves the next, instead of being given back and taken again for every batch.
    texts = [pl.Series([part], dtype=pl.Binary) for piece in pieces for part in _parts(piece)]
    codes = pl.concat(texts).cast(pl.List(pl.UInt8)).explode()
    return codes.filter(codes != ord(DROPPED))


def _parts(piece: Piece) -> Iterator[bytes]:
    parts = piece.interchange.uniform_parts()
    yield next(parts).replace(b" ", b"")
    yield from parts
    yield _PIECE


# What ends the last segment of a piece: a control character, like ELEMENT and SEGMENT; no text has one below SEGMENT.
_PIECE: Final = b"\x1c"
_ELEMENT: Final = pl.Series([ord(ELEMENT)], dtype=pl.UInt8)


def _places(marks: pl.Series) -> pl.DataFrame:
    """One row a segment: its piece, and the `start` and `count` of its elements among those of the whole text."""
    ends = marks.to_frame("mark").with_row_index("last").filter(pl.col("mark") != ord(ELEMENT))
    return ends.select(_PLACES)


_BEHIND: Final = pl.col("last") + 1
_IS_LAST: Final = pl.col("mark") == ord(_PIECE)
_PLACES: Final = (
    (_IS_LAST.cum_sum() - _IS_LAST.cast(pl.UInt32)).alias("piece"),
    _BEHIND.shift(fill_value=0).alias("start"),
    (_BEHIND - _BEHIND.shift(fill_value=0)).alias("count"),
)
_LONE: Final = pl.when(pl.col("count") == 1).then("start")
_IS_FIRST: Final = pl.col("piece").ne_missing(pl.col("piece").shift()).alias("is_first")
_HAS_OPENING_TAG: Final = (pl.col("tag").to_physical() < len(_OPENING_TAGS)).fill_null(value=False)
_IS_OPENING: Final = (_HAS_OPENING_TAG | pl.col("is_first")).alias("is_opening")
_OPENING: Final = (pl.col("is_opening").cum_sum() - 1).cast(pl.UInt32).alias("opening")


def _are_padded(codes: pl.Series, is_mark: pl.Series, components: str) -> bool:
    """Whether there may be spaces around any element or component."""
    is_edge = reduce(pl.Series.__or__, (codes == code for code in set(components.encode())), is_mark)
    is_space = codes == ord(" ")
    return (is_edge[:-1] & is_space[1:]).any() or (is_space[:-1] & is_edge[1:]).any()


def _transaction(code: Mapping[str, pl.Expr]) -> pl.Expr:
    """Which transaction set an opening is in: an 835, another one, or none."""
    tag = pl.col("tag")
    is_835 = (tag == "ST") & (pl.col("01") == "835").fill_null(value=False)
    return (
        pl.when(is_835)
        .then(code["payment"])
        .when(tag == "ST")
        .then(code["other_transaction"])
        .when(tag.is_in(ENVELOPE_TAGS) | pl.col("is_first"))
        .then(code["outside"])
        .forward_fill()
    )


def _level_expressions() -> tuple[pl.Expr, ...]:
    """The transaction set of an opening, then the part of it, then the party or line of that part; applied in order."""
    tag, first = pl.col("tag"), pl.col("01")
    code = {name: pl.lit(code, pl.UInt8) for name, code in {**LEVEL, "after_lx": _AFTER_LX}.items()}
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
        _transaction(code).alias("transaction"),
        part.alias("opened"),
        pl.col("opened").forward_fill().alias("part"),
        level.alias("level"),
        pl.when(pl.col("level") == _AFTER_LX).then(code["payment"]).otherwise("level").alias("level"),
    )


_LEVELS: Final = _level_expressions()


def _levels(openings: pl.DataFrame) -> pl.DataFrame:
    """The openings with their `level`."""
    for expression in _LEVELS:
        openings = openings.with_columns(expression)
    return openings


def _count(tag: str, name: str, applies: pl.Expr) -> pl.Expr:
    """The running count of openings `tag` among those for which `applies` is true; null for the others."""
    return pl.when(applies).then(((pl.col("tag") == tag) & applies).cast(pl.Int64).cum_sum()).alias(name)


_NUMBERS: Final = (
    _count("ST", "payment_number", pl.col("level") < LEVEL["outside"]),
    _count("CLP", "claim_number", pl.col("level").is_between(LEVEL["claim"], LEVEL["line"])),
    _count("SVC", "line_number", pl.col("level") == LEVEL["line"]),
    _count("LX", "lx_number", pl.col("level") < LEVEL["orphan"]),
)
_FIRST_ROW: Final = pl.col("opening_row").first().over("file_number").alias("first_row")


def _origins(openings: pl.DataFrame, pieces: Sequence[Piece]) -> pl.DataFrame:
    """The running numbers of the openings, and the file and interchange they come from."""
    files = pl.Series("file_number", [piece.file_number for piece in pieces], pl.Int64)
    indexes = pl.Series("interchange_index", [piece.interchange_index for piece in pieces], pl.Int32)
    piece = openings["piece"]
    openings = openings.select("piece", "level", *_NUMBERS, opening_row="row")
    return openings.hstack([files[piece], indexes[piece]]).with_columns(_FIRST_ROW)
