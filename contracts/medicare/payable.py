"""Which row of a release pays for a line's code and modifiers, in which setting; or why none does.

Status, components and review modifiers come from `law/status.toml` and `law/modifiers.toml`; the modifiers that cut or
raise this price by a rule are left to contracts/pricing/rules. Source: RVU25D.pdf, attachment A and the NA indicators.
"""

import re
from collections.abc import Sequence
from typing import Final

from contracts.medicare.fees import RateRefusal
from contracts.medicare.law import Law
from contracts.medicare.rvu import RelativeValues, Release

HCPCS: Final = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")
"""The form of every code in the CMS files: CPT and HCPCS level II."""
NOT_APPLICABLE: Final = "NA"
PHYSICAL_THERAPY: Final = "7"  # PC/TC indicator
SETTINGS: Final = {False: "non-facility", True: "facility"}


def row_for(release: Release, code: str, modifiers: Sequence[str], law: Law) -> RelativeValues | RateRefusal:
    """The payable row of `code`, of its component where a modifier names one."""
    component = _component(code, modifiers, law)
    if isinstance(component, RateRefusal):
        return component
    row = release.row(code, component)
    if row is None:
        return _unknown(release, code, component)
    status = law.document("status")
    if row.status in status["payable"]["statuses"]:
        if row.work_rvu + row.pe_nonfacility_rvu + row.pe_facility_rvu + row.mp_rvu == 0:
            # Restricted codes without values: paid, if covered, at the contractor's price. Zero is not a price.
            sentence = f"{row.key} has no relative values in {release.name}"
            return RateRefusal("contractor_priced", sentence, row.multiple_procedure, has_no_fee=True)
        return row
    refused = status["refused"].get(row.status)
    if refused is None:
        return RateRefusal("not_payable_status", f"{row.key} has the unknown status {row.status} in {release.name}")
    sentence = f"{row.key} {refused['text']} (status {row.status} in {release.name})"
    is_paid_elsewhere = refused["reason"] == "contractor_priced"
    indicator = row.multiple_procedure if is_paid_elsewhere else None
    return RateRefusal(refused["reason"], sentence, indicator, has_no_fee=refused.get("has_no_fee", False))


def setting_for(
    row: RelativeValues, multiple_procedure_therapy: str, *, facility: bool
) -> tuple[bool, str | None] | RateRefusal:
    """The setting whose practice expense pays (True = facility), with a note where it is not the one asked for."""
    if (row.na_facility if facility else row.na_nonfacility) != NOT_APPLICABLE:
        return facility, None
    is_therapy = row.pctc == PHYSICAL_THERAPY or row.multiple_procedure == multiple_procedure_therapy
    if facility and is_therapy:
        return False, "therapy is priced with the non-facility practice expense in every place of service"
    sentence = f"{row.key} is rarely or never furnished in a {SETTINGS[facility]} setting, so CMS sets no price there"
    return RateRefusal("na_setting", sentence, row.multiple_procedure)


def _component(code: str, modifiers: Sequence[str], law: Law) -> str | RateRefusal:
    document = law.document("modifiers")
    for modifier in modifiers:
        if why := document["needs_review"].get(modifier):
            return RateRefusal("modifier_needs_review", f"{code} with modifier {modifier}: {why}")
    components = [modifier for modifier in dict.fromkeys(modifiers) if modifier in document["components"]]
    if len(components) > 1:
        both = " and ".join(components)
        return RateRefusal("modifier_needs_review", f"{code} with modifiers {both}: one excludes the other")
    return components[0] if components else ""


def _unknown(release: Release, code: str, component: str) -> RateRefusal:
    if not HCPCS.fullmatch(code):
        sentence = f"{code} is a code of the payer's or the state's own, which no CMS file holds"
        return RateRefusal("unknown_code", sentence, has_no_fee=True)
    if component and release.row(code) is not None:
        sentence = f"{code} has no relative values of its own for modifier {component} in {release.name}"
        return RateRefusal("modifier_needs_review", sentence)
    if release.is_full:
        return RateRefusal("unknown_code", f"{code} is not in {release.name}", has_no_fee=True)
    return RateRefusal(
        "unknown_code",
        f"{code} is not among the codes shipped for {release.name}; import the whole file with: shortpay rates import",
    )
