"""Procedures that Medicare ranks against each other by rules other than that for therapy.

Source: contracts/rules/ranked_procedures.toml (CMS multiple procedure indicators). Surgery, endoscopy, imaging,
cardiovascular and eye tests of one session are cut in ways not priced here; one of them alone is paid in full.
"""

import tomllib
from functools import cache
from pathlib import Path

from contracts.so_far import Case, Lines


def ranked_procedures(lines: Lines, case: Case) -> Lines:
    """Refuses each of two or more units of one visit that Medicare would rank among themselves."""
    if case.terms.mppr != "medicare":
        return lines
    refused = list(lines)
    for family, indicators in _families().items():
        places = [
            at
            for at, line in enumerate(lines)
            if line.unpriced is None and line.fee is not None and line.fee.multiple_procedure in indicators
        ]
        if sum(lines[at].payable_units for at in places) > 1:
            listed = ", ".join(lines[at].line.code for at in places)
            sentence = f"Medicare reduces one {family} procedure after another ({listed}), which is not priced here."
            for at in places:
                refused[at] = lines[at].refused("multiple_procedures", sentence)
    return tuple(refused)


@cache
def _families() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return {str(family["name"]): frozenset(family["indicators"]) for family in tomllib.loads(text)["family"]}
