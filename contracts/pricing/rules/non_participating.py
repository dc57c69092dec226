"""A practice that does not participate in Medicare: it is allowed less, and may charge up to a limit above that.

Source: contracts/medicare/law/participation.toml (SSA 1848(a)(3) and 1848(g)(2)(C)), where the terms say so. Only
assigned claims are on a remittance to the practice; the step names the limiting charge of those that are not.
"""

from contracts.money import AS_A_HUNDREDTH, percent_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def non_participating(working: WorkingLine, case: Case) -> WorkingLine:
    """The share of the fee of each unit that Medicare sets itself."""
    if case.terms.participation == "participating" or working.fee is None or not working.units:
        return working
    law = case.rates.law
    share = law.timeline("participation", "fee").on(case.on)
    limit = law.timeline("participation", "limiting_charge").on(case.on)
    if share is None or limit is None:
        return working.refused(
            "no_release_for_dos", f"No share for non-participating practices is on file for {case.on}."
        )
    most = percent_of(share.number.scaleb(AS_A_HUNDREDTH) * limit.number, working.units[0].price)
    because = f"does not participate (limiting charge of a unit {most})"
    return working.at_percent(share.number, "non_participating", because, f"{case.terms.source}; {share.source}")
