"""The few codes that a rule knows by name, read from special_codes.toml with their sources."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from contracts import codes


def anesthesia_codes() -> tuple[str, str]:
    """First and last procedure code paid by time and base units."""
    section = _document()["anesthesia"]
    return section["first_code"], section["last_code"]


def sequestration_reason() -> str:
    """The reason code under which Medicare's own payment is cut across the board."""
    return str(_document()["sequestration"]["reason_code"])


def taken_before_sequestration() -> tuple[str, ...]:
    """The reason codes of deductions that sequestration is taken after; of any other the order is the payer's."""
    return tuple(_document()["sequestration"]["taken_before"])


def paid_to_patient_reasons() -> tuple[str, ...]:
    """The reason codes of what the payer paid to the patient instead of the practice."""
    return tuple(_document()["paid_to_patient"]["reason_codes"])


def deductible_reason() -> str:
    """The reason code under which, in group PR, the patient's deductible is sent."""
    return str(_document()["deductible"]["reason_code"])


def coinsurance_reasons() -> tuple[str, ...]:
    """The reason codes under which the patient's share after the deductible is sent."""
    return tuple(_document()["coinsurance"]["reason_codes"])


def mixed_share_reasons() -> tuple[str, ...]:
    """The reason codes that may hold deductible and coinsurance together, so that neither is known."""
    return tuple(_document()["coinsurance"]["mixed_with_deductible"])


def withhold_reason() -> str:
    """The reason code under which a plan keeps a share of the price back until the end of the year."""
    return str(_document()["withhold"]["reason_code"])


@cache
def contractual_adjustments() -> frozenset[str]:
    """The reason codes that cut the charge to the price and give no reason beyond it: 45 and similar codes."""
    return frozenset(_document()["contractual_adjustment"]["reason_codes"])


@cache
def moved_charges() -> frozenset[str]:
    """The reason codes under which a line carries the charge of another that was bundled into it."""
    return frozenset(_document()["moved_charge"]["reason_codes"])


@cache
def separating_modifiers() -> Mapping[str, frozenset[str]]:
    """Category of a denial -> the modifiers that say the service was repeated on purpose, or was separate."""
    section = _document()["separating_modifiers"]
    return {category: frozenset(listed) for category, listed in section.items() if category in codes.categories()}


def late_filing_reasons() -> tuple[str, ...]:
    """The reason codes of a penalty after the price for a claim that was filed late."""
    return tuple(_document()["late_filing"]["reason_codes"])


@cache
def part_b_filing_codes() -> frozenset[str]:
    """The claim filing codes (CLP06) of Medicare Part B itself."""
    return frozenset(_document()["part_b"]["filing_codes"])


@cache
def medicare_deductions() -> frozenset[str]:
    """The reason codes that the law takes from, or adds to, the payment of Medicare itself."""
    return frozenset(_document()["medicare_deductions"]["reason_codes"])


@cache
def lawful_deductions() -> frozenset[str]:
    """The reason codes taken after the price by law or for late filing, which no agreement has to permit."""
    return frozenset(_document()["lawful_deductions"]["reason_codes"])


@cache
def deductions() -> frozenset[str]:
    """Every reason code that is taken after the price."""
    return frozenset(code for code, row in codes.reasons().items() if row.amount_class == "post_allowed")


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((files("contracts") / "codes" / "special_codes.toml").read_text(encoding="utf-8"))
