"""Keeps the small steps of a piece of work on the thread that asks for them.

polars hands most expressions to threads of its own, wakes them and waits: for a column of a few thousand values that
takes longer than the work. Inside a function that its streaming engine calls, it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")
_QUERY: Final = pl.LazyFrame(schema={"nothing": pl.Null})


def on_one_thread(work: Callable[[], _Result]) -> _Result:
    """What `work` gives or raises."""
    results: list[_Result] = []

    def called(nothing: pl.DataFrame) -> pl.DataFrame:
        results.append(work())
        return nothing

    _QUERY.map_batches(called).collect(engine="streaming")
    return results[0]
