"""How much evidence a cause needs, read from thresholds.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Evidence = Literal["fits", "rounded", "searched", "shared", "odd_share", "flat", "combined", "partly"]


@dataclass(frozen=True, slots=True)
class Needed:
    """Short lines of one agreement, and different procedure codes among them, that must fit to the cent."""

    lines: int
    codes: int


@cache
def needed() -> Mapping[str, Needed]:
    return {name: Needed(part["lines"], part["codes"]) for name, part in _document()["evidence"].items()}


def pattern_lines() -> int:
    return int(_document()["pattern"]["lines"])


def closing_days() -> int:
    """Days before a deadline from which a set-up question no longer keeps a dispute out of the queue."""
    return int(_document()["setup_question"]["closing_days"])


def setup_question() -> tuple[int, Decimal]:
    """Lines at least, and share (0..1) of all priced lines of the agreement."""
    section = _document()["setup_question"]
    return int(section["lines"]), Decimal(section["share"])


@cache
def kept_of_further_units() -> tuple[Decimal, ...]:
    return tuple(Decimal(percent) for percent in _document()["further_units"]["kept_percents"])


@cache
def most_guessed_units() -> Decimal:
    return Decimal(_document()["units_cut"]["most_guessed"])


@cache
def clause_percents() -> frozenset[Decimal]:
    """What clauses of contracts pay of a rate: a line at one of them says of no network's discount."""
    return frozenset(Decimal(percent) for percent in _document()["clause_percents"]["kept"])


@cache
def assistant_coinsurance() -> Decimal:
    return Decimal(_document()["assistant"]["coinsurance_percent"])


NamedKind = Literal["mppr", "network", "out_of_network", "customary"]


@cache
def reasons_naming(what: NamedKind) -> frozenset[str]:
    """Reason codes whose price cut says by itself what it is."""
    return frozenset(reason for reason, named in _document()["named_cuts"].items() if named == what)


@cache
def named_reasons() -> tuple[str, ...]:
    return tuple(sorted(_document()["named_cuts"].keys() - {"source"}))


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((files("contracts") / "causes" / "thresholds.toml").read_text(encoding="utf-8"))
