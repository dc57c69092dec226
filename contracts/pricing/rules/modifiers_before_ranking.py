"""Modifiers that make the service another one, at the percent the contract names.

Source: the contract's or the payer's modifier policy ([terms.modifiers]). Which of them come before procedures are
ranked against each other is in modifiers_before_ranking.toml; a fee of its own for code and modifier comes first.
"""

import tomllib
from functools import cache
from pathlib import Path

from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def modifiers_before_ranking(working: WorkingLine, case: Case) -> WorkingLine:
    """The percent of each such modifier, one after the other."""
    return at_percents_of(working, case, before=True)


def at_percents_of(working: WorkingLine, case: Case, *, before: bool) -> WorkingLine:
    """The line after the modifiers of its terms that come before ranking, or of those that come after it."""
    for modifier in working.settled:
        percent = case.terms.percent_of_modifier(modifier)
        if percent is None or (modifier in _before_ranking()) != before:
            continue
        working = working.at_percent(percent, "modifiers", f"modifier {modifier}", case.terms.source)
    return working


@cache
def _before_ranking() -> frozenset[str]:
    text = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["modifiers"])
