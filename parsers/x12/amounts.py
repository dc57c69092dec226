"""An X12 amount, quantity or date exactly, or absent: what does not have the X12 form is never rounded or guessed.

The form is checked before the cast, because polars casts leniently: '1.005' becomes 1.00, '2026 101' a day in October.
A number of the right form that no remittance can mean is absent too: it is another element in the wrong place.
"""

from __future__ import annotations

from typing import Final

import polars as pl

MONEY: Final = pl.Decimal(18, 2)
QUANTITY: Final = pl.Decimal(18, 4)
# No payer pays ten billion dollars at once, not even in the total of a payment. Below it the product of a charge and a
# percent, or a sum over millions of lines, still fits the decimals of the warehouse.
MONEY_DIGITS: Final = 10
# No line bills a million units: drugs by the smallest unit stay in the tens of thousands. A day (CCYYMMDD) or a minute
# written where the units belong is above it.
QUANTITY_DIGITS: Final = 6

_NUMBER: Final = r"^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
_CENTS: Final = r"^-?(?:[0-9]+(?:\.[0-9]{0,2}0*)?|\.[0-9]{1,2}0*)$"
_FOUR_DECIMALS: Final = r"^-?(?:[0-9]+(?:\.[0-9]{0,4}0*)?|\.[0-9]{1,4}0*)$"
# The same, with no more digits before the point than is plausible.
_PLAUSIBLE_CENTS: Final = rf"^-?(?:0*[0-9]{{1,{MONEY_DIGITS}}}(?:\.[0-9]{{0,2}}0*)?|\.[0-9]{{1,2}}0*)$"
_PLAUSIBLE_QUANTITY: Final = rf"^-?(?:0*[0-9]{{1,{QUANTITY_DIGITS}}}(?:\.[0-9]{{0,4}}0*)?|\.[0-9]{{1,4}}0*)$"
_DAY: Final = r"^[1-9][0-9]{7}$"
_DAY_WITH_HYPHENS: Final = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
_DAY_OF_LAST_CENTURY: Final = r"^[7-9][0-9]{5}$"  # ISA09 YYMMDD: 70..99 are the 1900s
_DAY_OF_THIS_CENTURY: Final = r"^[0-6][0-9]{5}$"


def money(text: pl.Expr) -> pl.Expr:
    """Dollars with exactly two decimals; null for what is no X12 number, has a fraction of a cent or is implausible."""
    return _of_form(text, _PLAUSIBLE_CENTS).cast(MONEY, strict=False)


def quantity(text: pl.Expr) -> pl.Expr:
    """A number of at most four decimals; null for anything else, and for a million or more."""
    return _of_form(text, _PLAUSIBLE_QUANTITY).cast(QUANTITY, strict=False)


def date(text: pl.Expr) -> pl.Expr:
    """A day from CCYYMMDD; null for anything that is no day of the calendar."""
    return _of_form(text, _DAY).str.to_date("%Y%m%d", strict=False)


def date_with_hyphens(text: pl.Expr) -> pl.Expr:
    """A day from CCYY-MM-DD, which is no X12 date but says as much."""
    return _of_form(text, _DAY_WITH_HYPHENS).str.to_date("%Y-%m-%d", strict=False)


def interchange_date(text: pl.Expr) -> pl.Expr:
    """A day from the YYMMDD of ISA09 (19yy from 70 on), or from CCYYMMDD."""
    long = text.str.replace(f"({_DAY_OF_THIS_CENTURY})", "20$1").str.replace(f"({_DAY_OF_LAST_CENTURY})", "19$1")
    return pl.coalesce(date(long), date_with_hyphens(long))


def integer(text: pl.Expr) -> pl.Expr:
    """A count; null for anything but digits."""
    return _of_form(text, r"^[0-9]{1,18}$").cast(pl.Int64, strict=False)


def has_fraction_of_cent(text: pl.Series) -> pl.Series:
    """Whether the text is an X12 number with a fraction of a cent."""
    return text.str.contains(_NUMBER) & ~text.str.contains(_CENTS)


def has_money_form(text: pl.Series) -> pl.Series:
    """Whether the text is dollars and cents, of any size."""
    return text.str.contains(_CENTS)


def has_quantity_form(text: pl.Series) -> pl.Series:
    """Whether the text is a number of at most four decimals, of any size."""
    return text.str.contains(_FOUR_DECIMALS)


def _of_form(text: pl.Expr, form: str) -> pl.Expr:
    return pl.when(text.str.contains(form)).then(text)
