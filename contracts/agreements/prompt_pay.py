"""What makes a payer pay for paying late: the prompt-pay laws of the states, or an agreement's own clause.

Days to pay a clean electronic claim, percents, statutes and what was read of them are in `prompt_pay_laws.toml` beside
this file. A state without a row has no finding: nothing is guessed from its neighbors. What is owed is calculated by
`contracts/prompt_pay/interest.py`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from contracts.money import NOTHING, plain

Per = Literal["year", "month"]
SITE: Final = "site"
"""What `prompt_pay` of an agreement says where the state is that of the site at which the service was furnished."""

PERIODS_IN_A_YEAR: Final[Mapping[Per, int]] = {"year": 1, "month": 12}


@dataclass(frozen=True, slots=True)
class Rate:
    """`percent` for each year or month, for the days from the `from_day`-th after receipt until the next rate's."""

    from_day: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class PromptPayLaw:
    """When a claim must be paid, and what is owed for each day after that; of a state, or of a contract's own clause.

    Exactly one of `days` and `working_days` is set. Interest below `least` need not be paid.
    """

    name: str
    state: str | None
    days: int | None
    working_days: int | None
    rates: tuple[Rate, ...]
    per: Per
    statute: str
    least: Decimal = NOTHING
    effective_from: date | None = None
    note: str | None = None

    @property
    def shortest(self) -> int:
        """Calendar days within which no payment is late."""
        return self.days or self.working_days or 0

    @property
    def length(self) -> str:
        """'30 days', '15 working days'."""
        return f"{self.days} days" if self.days is not None else f"{self.working_days} working days"

    @property
    def rate(self) -> str:
        """'18 percent a year'."""
        percents = " then ".join(plain(rate.percent) for rate in self.rates)
        return f"{percents} percent a {self.per}"


@dataclass(frozen=True, slots=True)
class PromptPay:
    """What an agreement says of it: the law by name, SITE, or a clause of its own; and the groups that no state reaches
    because they are self-funded (REF*1L, `*` is a wildcard)."""

    law: str | PromptPayLaw
    self_funded_groups: tuple[str, ...] = ()


@cache
def state_laws() -> tuple[PromptPayLaw, ...]:
    """Every law on file; a law that was changed has a row for each version, with the day from which it holds."""
    return tuple(_law(row) for row in _document()["law"])


def laws_named(name: str) -> tuple[PromptPayLaw, ...]:
    """The versions of one law, as `prompt_pay` of an agreement names it."""
    return tuple(law for law in state_laws() if law.name == name)


def laws_of_state(state: str) -> tuple[PromptPayLaw, ...]:
    return tuple(law for law in state_laws() if law.state == state)


def why_no_law(state: str) -> str | None:
    """Why the law of this state gives no finding, where that is known."""
    return next((str(row["why"]) for row in _document()["no_finding"] if row["state"] == state), None)


def why_not_reached(filing_code: str | None) -> str | None:
    """Why no state's law reaches claims of this filing code; None where one may."""
    return next((str(row["why"]) for row in _document()["not_reached"] if filing_code in row["filing_codes"]), None)


def unreached_filing_codes() -> tuple[str, ...]:
    """The claim filing codes of claims that no state's law reaches."""
    return tuple(code for row in _document()["not_reached"] for code in row["filing_codes"])


def _law(row: Mapping[str, Any]) -> PromptPayLaw:
    shortest = row.get("days") or row["working_days"]
    rates = row.get("rates") or [{"from_day": shortest + 1, "percent": row["percent"]}]
    return PromptPayLaw(
        name=row["name"],
        state=row["state"],
        days=row.get("days"),
        working_days=row.get("working_days"),
        rates=tuple(Rate(each["from_day"], Decimal(each["percent"])) for each in rates),
        per=row["per"],
        statute=row["statute"],
        least=Decimal(row.get("least", "0.00")),
        effective_from=row.get("effective_from"),
        note=row.get("note"),
    )


@cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads((files("contracts") / "agreements" / "prompt_pay_laws.toml").read_text(encoding="utf-8"))
