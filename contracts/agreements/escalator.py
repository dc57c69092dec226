"""Raises a contract agrees on beforehand: by how many percent, from which day, and how they are rounded.

The new fee is rounded to cents, half up, and where raises compound the next one is taken of that rounded fee: 30.00
becomes 30.90 and then 31.83. Where they do not, each is a percent of the first fee.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.money import cents, percent_of, plain


@dataclass(frozen=True, slots=True)
class Raise:
    """`percent` more from `first_day` on."""

    first_day: date
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Escalator:
    """Every raise of the terms, in order, caps and floors already applied."""

    raises: tuple[Raise, ...]
    is_compounding: bool

    def breaks(self) -> frozenset[date]:
        return frozenset(each.first_day for each in self.raises)

    def raised(self, amount: Decimal, since: date | None, on: date) -> tuple[Decimal, str]:
        """The amount in force on `on`, and how it came about ('' when no raise applies).

        Raises up to `since`, the day from which `amount` itself was agreed, are already in it.
        """
        current, percents, texts = amount, Decimal(0), []
        for each in self.raises:
            if each.first_day > on or (since is not None and each.first_day <= since):
                continue
            percents += each.percent
            current = (
                current + percent_of(each.percent, current)
                if self.is_compounding
                else amount + percent_of(percents, amount)
            )
            texts.append(f"{plain(each.percent)}% more from {each.first_day} = {cents(current)}")
        if not texts:
            return amount, ""
        base = "" if self.is_compounding else f", each of {amount}"
        return current, f"{amount}, {', '.join(texts)}{base}"
