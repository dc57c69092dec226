"""How many cents of rounding a comparison lets pass, read from tolerances.toml with the reason for each."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def most_rounding() -> Decimal:
    """Dollars a line at most, where the practice names no other amount."""
    return Decimal(_document()["line"]["at_most"])


@cache
def rounding_per_unit() -> Decimal:
    """Dollars a unit by which two prices may differ because each percent was rounded."""
    return Decimal(_document()["unit"]["rounding"])


@cache
def sequestration_rounding() -> Decimal:
    """Dollars by which sequestration may be above the law's percent."""
    return Decimal(_document()["sequestration"]["rounding"])


@cache
def coinsurance_rounding() -> Decimal:
    """Dollars a line by which coinsurance may differ from the law's percent."""
    return Decimal(_document()["coinsurance"]["rounding"])


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((files("contracts") / "tolerances.toml").read_text(encoding="utf-8"))
