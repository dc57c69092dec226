"""Amounts, quantities and dates are read exactly or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from parsers.x12 import amounts

MONEY = [
    ("120", "120.00"),
    ("07", "7.00"),
    ("45.", "45.00"),
    (".5", "0.50"),
    ("-.34", "-0.34"),
    ("1790.000", "1790.00"),
    ("-0", "0.00"),
    ("0.00", "0.00"),
    ("-25.5", "-25.50"),
    ("9999999999.99", "9999999999.99"),
    ("-9999999999.99", "-9999999999.99"),
    ("10000000000", None),
    ("-10000000000.00", None),
    ("9999999999999999.99", None),
    ("00000000000000000000012.5", "12.50"),
    *((text, None) for text in ("1.005", "-.001", "12.345", "1.105")),
    *(
        (text, None)
        for text in ("1e3", "ABC", "1,000.00", "$5", "+5", "--5", "-", ".", "-.", "5-", "1.2.3", "0x10", "NaN", "inf")
    ),
    *((text, None) for text in ("1 000", "\u0661\u0662", "10000000000000000", "99999999999999999999")),
    (None, None),
]
QUANTITIES = [
    ("2", "2.0000"),
    ("1.5", "1.5000"),
    ("0", "0.0000"),
    (".25", "0.2500"),
    ("1.23456", None),
    ("1.23450", "1.2345"),
    ("two", None),
    ("999999.9999", "999999.9999"),
    ("1000000", None),
    ("-1000000", None),
    ("20261012083000", None),
]
DATES = [
    ("20260105", date(2026, 1, 5)),
    ("20240229", date(2024, 2, 29)),
    ("99991231", date(9999, 12, 31)),
    *((text, None) for text in ("20260229", "20261301", "20260100", "00000000", "00000101")),
    *(
        (text, None)
        for text in ("2026013", "2026 101", "260105", "202601055", "20260105 ", "+2260105", "1/5/2026", None)
    ),
]


@pytest.mark.parametrize(("text", "expected"), MONEY)
def test_money(text, expected):
    assert value(amounts.money, text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_quantity(text, expected):
    assert value(amounts.quantity, text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_date(text, expected):
    assert value(amounts.date, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("260105", date(2026, 1, 5)),
        ("991231", date(1999, 12, 31)),
        ("20260105", date(2026, 1, 5)),
        ("261301", None),
        ("26015", None),
    ],
)
def test_date_of_an_interchange(text, expected):
    assert value(amounts.interchange_date, text) == expected


def test_date_with_hyphens():
    assert value(amounts.date_with_hyphens, "2026-01-05") == date(2026, 1, 5)
    assert value(amounts.date_with_hyphens, "2026-1-5") is None


def value(read, text):
    return pl.DataFrame({"text": [text]}, {"text": pl.String}).select(read(pl.col("text"))).item()
