"""Reads with the columnar reader and with the oracle, and says where they differ."""

from __future__ import annotations

from collections import defaultdict

from parsers.x12.remittance import SCHEMAS, SourceFile, read
from tests.parsers import oracle


def source_files(contents):
    return [SourceFile(number, f"{number}.835", content) for number, content in enumerate(contents, start=1)]


def differences(contents, **options):
    """Up to five cells a table that the two readers see differently: table, file, column, columnar, oracle."""
    tables = read(source_files(contents), **options).tables
    expected = defaultdict(list, oracle.read(enumerate(contents, start=1)))
    found = []
    for name, schema in SCHEMAS.items():
        assert list(tables[name].schema.items()) == list(schema.items()), name
        if name == "finding":
            continue
        ours, theirs = tables[name].rows(named=True), expected[name]
        if len(ours) != len(theirs):
            found.append((name, "rows", len(ours), len(theirs)))
        cells = [
            (name, our["file_number"], column, our.get(column), their.get(column))
            for our, their in zip(ours, theirs, strict=False)
            for column in schema
            if our.get(column) != their.get(column)
        ]
        found += cells[:5]
    return found


def findings(content, **options):
    """The codes and details of a single file."""
    return read(source_files([content]), **options).tables["finding"].select("code", "detail").rows()


def codes(content, **options):
    return [code for code, _ in findings(content, **options)]
