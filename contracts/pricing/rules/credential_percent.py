"""A fee that depends on who furnished the service.

Source: the contract's tiers (credential_percent), such as 85 percent for nurse practitioners. Medicare pays some
credentials less than its fee (42 CFR 414.52-414.56, credential_percent.toml beside this file): under a percent of
Medicare the contract must say whether that applies; where it does not say, the line is not priced.
"""

import tomllib
from functools import cache
from pathlib import Path

from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def credential_percent(working: WorkingLine, case: Case) -> WorkingLine:
    """The tier of the line's credential; a credential without a tier is paid in full."""
    tiers, credential = dict(case.terms.credential_percent), working.line.credential
    if not tiers:
        if case.terms.npp is None and case.terms.method == "medicare" and credential in _paid_less_by_medicare():
            sentence = f"Medicare pays {credential} less than its fee, and the terms do not say whether that applies."
            return working.refused("credential_needs_percent", sentence)
        return working
    if credential is None:
        sentence = "The contract pays by credential, and the rendering provider of this line is not known."
        return working.refused("no_credential", sentence)
    if credential not in tiers:
        return working
    because = f"credential {credential}"
    return working.at_percent(tiers[credential], "credential_percent", because, case.terms.source)


@cache
def _paid_less_by_medicare() -> frozenset[str]:
    text = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["credentials"])
