"""Every dollar of every file: the reader's sums are those of a plain loop that shares no line with it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from parsers.x12.remittance import read
from tests.parsers.compare import source_files
from tests.parsers.plain_count import count, plain_segments
from tests.parsers.samples import CORPUS, EXAM, contents

FIXTURES = Path(__file__).parents[2] / "fixtures" / "remits"
SUMS = {
    "charges": ("claim", "charge"),
    "claims": ("claim", "paid"),
    "adjustments": ("adjustment", "amount"),
    "provider": ("provider_adjustment", "amount"),
    "paid": ("payment", "payment_amount"),
}
MONEY = {
    "claim": ("charge", "paid", "patient_responsibility"),
    "line": ("charge", "paid"),
    "adjustment": ("amount",),
    "provider_adjustment": ("amount",),
}


def files(folder):
    if folder == "corpus":
        return contents(CORPUS, at_least=100)
    if folder == "exam":
        return contents(EXAM, at_least=200)
    return [(path.name, path.read_bytes()) for path in sorted(FIXTURES.glob("*/*"))]


@pytest.mark.parametrize("folder", ["corpus", "exam", "fixtures"])
def test_sums_and_counts_of_every_file_are_those_of_a_plain_loop(folder):
    names, all_bytes = zip(*files(folder), strict=True)
    tables = read(source_files(all_bytes)).tables
    counted = [count(plain_segments(content) if b"ST" in content else ()) for content in all_bytes]
    expected = {
        name: {
            **{what: sum((getattr(each, what) or Decimal(0) for each in plain.payments), Decimal(0)) for what in SUMS},
            "counts": (plain.segments, len(plain.payments), plain.claims, plain.lines),
        }
        for name, plain in zip(names, counted, strict=True)
    }
    found = {name: {"counts": row} for name, row in zip(names, counts(tables), strict=True)}
    for what, (table, column) in SUMS.items():
        sums = dict(tables[table].group_by("file_number").agg(pl.col(column).sum()).iter_rows())
        for number, name in enumerate(names, 1):
            found[name][what] = sums.get(number, Decimal(0))
    assert found == expected


@pytest.mark.parametrize("folder", ["corpus", "exam", "fixtures"])
def test_the_amounts_of_every_segment_are_those_that_were_sent(folder):
    _, all_bytes = zip(*files(folder), strict=True)
    tables = read(source_files(all_bytes)).tables
    money = {
        number: count(plain_segments(content)).money if b"ST" in content else {}
        for number, content in enumerate(all_bytes, 1)
    }
    wanted = {(number, segment): values for number, said in money.items() for segment, values in said.items()}
    found = {}
    for table, columns in MONEY.items():
        for file, segment, *values in tables[table].select("file_number", "segment_number", *columns).iter_rows():
            found.setdefault((file, segment), []).extend(values)
    assert len(found) > 300
    assert {place: tuple(values) for place, values in found.items()} == wanted


def counts(tables):
    return tables["file"].select("segments", "payments", "claims", "lines").iter_rows()
