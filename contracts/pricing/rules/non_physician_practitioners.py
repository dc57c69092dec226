"""Practitioners whose own services Medicare pays below its fee.

Source: contracts/medicare/law/non_physician_practitioners.toml (42 CFR 414.52 and 414.56, SSA 1833(a)(1)), where the
terms say npp = "medicare" or are Medicare's own. The percent of a non-physician assistant at surgery already
includes it.
"""

from contracts.pricing.rules.surgical_roles import role_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def non_physician_practitioners(working: WorkingLine, case: Case) -> WorkingLine:
    """The percent of the line's credential; credentials that are not listed are paid in full."""
    if case.terms.npp not in {"medicare", "by_law"} or working.fee is None:
        return working
    credential = working.line.credential
    if credential is None and case.terms.npp == "by_law":
        return working
    if credential is None:
        sentence = "Medicare pays some credentials less, and the rendering provider of this line is not known."
        return working.refused("no_credential", sentence)
    law = case.rates.law.document("non_physician_practitioners")
    kind = law["kinds"].get(credential)
    if kind is None or role_of(working.line.modifiers, case) == law["already_in_role"]:
        return working
    percent = case.rates.law.timeline("non_physician_practitioners", kind).on(case.on)
    if percent is None:
        sentence = f"No percent for {credential} is on file for {case.on}."
        return working.refused("credential_needs_percent", sentence)
    source = f"{case.terms.source}; {percent.source}"
    return working.at_percent(percent.number, "non_physician_practitioners", f"credential {credential}", source)
