"""By when an overpayment must be reported and returned: rules of law by claim filing code, read from a table.

Payers without a row here have only what their agreement says about recoupment; nothing is assumed for them.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ReturnRule:
    """`days` from the day on which it is identified; one received more than `lookback_years` ago no longer counts."""

    filing_code: str
    days: int
    lookback_years: int
    source: str


@cache
def return_rules() -> tuple[ReturnRule, ...]:
    """Every rule, one a filing code."""
    text = (files("contracts") / "disputes" / "overpayments.toml").read_text(encoding="utf-8")
    return tuple(
        ReturnRule(code, rule["days"], rule["lookback_years"], rule["source"])
        for rule in tomllib.loads(text).values()
        for code in rule["filing_codes"]
    )
