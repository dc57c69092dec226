"""Money in cents: how every amount is rounded, and how amounts and percents are read from the text people write."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")
AS_A_HUNDREDTH: Final = -2

_AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,2})?")
_PERCENT: Final = re.compile(r"\d{1,4}(\.\d{1,4})?")


def cents(amount: Decimal) -> Decimal:
    """`amount` rounded half up to two decimals, as CMS rounds; the only function of contracts/ that rounds money."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent_of(percent: Decimal, amount: Decimal) -> Decimal:
    """`percent` percent of `amount`, rounded once to cents: percent_of(105, 27.17) is 28.53."""
    return cents((amount * percent).scaleb(AS_A_HUNDREDTH))


def read_amount(text: str) -> Decimal | None:
    """Dollars from text such as '28.40' or '110', in cents; None when it is no plain amount ('$28', '1,200', '-5')."""
    return Decimal(text).quantize(CENT) if _AMOUNT.fullmatch(text) else None


def read_percent(text: str) -> Decimal | None:
    """A percent above zero from text such as '105' or '78.5'; None when the text has another form ('105%', '0')."""
    if not _PERCENT.fullmatch(text):
        return None
    return Decimal(text) or None


def plain(number: Decimal) -> str:
    """A number as people write it: 2 for 2.0000, 1.5 for 1.50, 100 for 1E+2."""
    return format(number.normalize(), "f")
