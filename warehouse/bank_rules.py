"""How far a deposit of the bank and a payment of a remittance may differ and still be the same money."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class BankRules:
    """The limits of the bank match; bank_rules.toml has the defaults and their sources."""

    date_window_business_days: int
    most_together: int
    most_candidates: int
    eft_business_days: int
    check_business_days: int
    card_fee_percent: Decimal
    same_money_days: int
    shortest_trace: int
    card_methods: tuple[str, ...]

    @classmethod
    def load(cls, overrides: Mapping[str, object] | None = None) -> BankRules:
        """The shipped rules; `overrides` has other values by name."""
        text = (files("warehouse") / "bank_rules.toml").read_text(encoding="utf-8")
        values: dict[str, Any] = {name: rule["value"] for name, rule in tomllib.loads(text).items()}
        values |= dict(overrides or {})
        values["card_fee_percent"] = Decimal(values["card_fee_percent"])
        values["card_methods"] = tuple(values["card_methods"])
        return cls(**values)

    def parameters(self) -> dict[str, object]:
        """The rules as parameters of statements."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"card_fee_percent": str(self.card_fee_percent), "card_methods": list(self.card_methods)}
