"""An X12 amount, quantity or date exactly, or absent: what does not have the X12 form is never rounded or guessed.

The form is checked before the cast, because polars casts leniently: '1.005' becomes 1.00, '2026 101' a day in October.
"""

from __future__ import annotations

from typing import Final

import polars as pl

MONEY: Final = pl.Decimal(18, 2)
QUANTITY: Final = pl.Decimal(18, 4)

_SHORTEST_YEAR_OF_TWO_DIGITS: Final = 70  # ISA09 YYMMDD: 70..99 are the 1900s
_NUMBER: Final = r"^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
_CENTS: Final = r"^-?(?:[0-9]+(?:\.[0-9]{0,2}0*)?|\.[0-9]{1,2}0*)$"
_FOUR_DECIMALS: Final = r"^-?(?:[0-9]+(?:\.[0-9]{0,4}0*)?|\.[0-9]{1,4}0*)$"
_DAY: Final = r"^[1-9][0-9]{7}$"
_DAY_WITH_HYPHENS: Final = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
_SHORT_DAY: Final = r"^[0-9]{6}$"


def money(text: pl.Expr) -> pl.Expr:
    """Dollars with exactly two decimals; null for anything that is no X12 number or has a fraction of a cent."""
    return pl.when(text.str.contains(_CENTS)).then(text).cast(MONEY, strict=False)


def quantity(text: pl.Expr) -> pl.Expr:
    """A number of at most four decimals; null for anything else."""
    return pl.when(text.str.contains(_FOUR_DECIMALS)).then(text).cast(QUANTITY, strict=False)


def date(text: pl.Expr) -> pl.Expr:
    """A day from CCYYMMDD, tolerating CCYY-MM-DD; null for anything that is no day of the calendar."""
    compact = (
        pl.when(text.str.contains(_DAY_WITH_HYPHENS)).then(text.str.replace_all("-", "", literal=True)).otherwise(text)
    )
    return pl.when(compact.str.contains(_DAY)).then(compact).str.to_date("%Y%m%d", strict=False)


def interchange_date(text: pl.Expr) -> pl.Expr:
    """A day from the YYMMDD of ISA09 (19yy from 70 on), or from CCYYMMDD."""
    is_last_century = text.str.slice(0, 2).cast(pl.Int32, strict=False) >= _SHORTEST_YEAR_OF_TWO_DIGITS
    century = pl.when(is_last_century).then(pl.lit("19")).otherwise(pl.lit("20"))
    return date(pl.when(text.str.contains(_SHORT_DAY)).then(century + text).otherwise(text))


def integer(text: pl.Expr) -> pl.Expr:
    """A count; null for anything but digits."""
    return pl.when(text.str.contains(r"^[0-9]{1,18}$")).then(text).cast(pl.Int64, strict=False)


def has_fraction_of_cent(text: pl.Series) -> pl.Series:
    """Whether the text is an X12 number with a fraction of a cent."""
    return text.str.contains(_NUMBER) & ~text.str.contains(_CENTS)


def has_hyphens(text: pl.Series) -> pl.Series:
    """Whether a day was written CCYY-MM-DD."""
    return text.str.contains(_DAY_WITH_HYPHENS)
