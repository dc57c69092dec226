"""Work kept on one thread: what it gives and raises, and that polars' own threads have no part in it."""

from __future__ import annotations

import threading

import polars as pl
import pytest

from parsers.x12.polars_threads import on_one_thread


def threads_of_two_columns() -> set[int]:
    """The threads that polars computes two columns of one frame on."""
    seen = set()

    def noted(column: pl.Series) -> pl.Series:
        seen.add(threading.get_native_id())
        return column

    both = [pl.col(name).map_batches(noted, return_dtype=pl.Int64) for name in ("first", "second")]
    pl.DataFrame({"first": [1, 2], "second": [3, 4]}).select(both)
    return seen


def test_what_the_work_gives_and_raises_passes_through():
    assert on_one_thread(lambda: 42) == 42
    assert on_one_thread(lambda: None) is None
    with pytest.raises(KeyError, match="no such table"):
        on_one_thread(lambda: {}["no such table"])


def test_polars_computes_on_the_thread_that_asks():
    assert on_one_thread(threads_of_two_columns) == {threading.get_native_id()}
    assert threads_of_two_columns() != {threading.get_native_id()}, "polars no longer needs this module"
