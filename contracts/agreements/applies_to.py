"""The [applies_to] table of an agreement: which remittances it covers."""

import re
from dataclasses import dataclass
from typing import Final

from contracts.agreements.practice import KEY, Setup
from contracts.agreements.toml_table import Table

_FILING_CODE: Final = re.compile(r"[0-9A-Z]{2}")


@dataclass(frozen=True, slots=True)
class AppliesTo:
    """The table as read. `*` in names and group numbers is a wildcard.

    `payees` holds the tax ids and NPIs of the practices it covers (of all practices when the file lists none),
    `other_payees` those of our practices it does not cover.
    """

    payer_ids: tuple[str, ...]
    payer_names: tuple[str, ...]
    originator_ids: tuple[str, ...]
    claim_filing_codes: tuple[str, ...]
    contract_codes: tuple[str, ...]
    group_numbers: tuple[str, ...]
    payees: frozenset[str]
    other_payees: frozenset[str]


def read_applies_to(document: Table, setup: Setup) -> AppliesTo:
    """The [applies_to] table of an agreement. A missing one is a problem, and is read as one that covers nothing."""
    table = document.table("applies_to")
    if table is None:
        if "applies_to" not in document:
            document.problem("applies_to", "is missing: the table that says which remittances belong to this agreement")
        return AppliesTo((), (), (), (), (), (), frozenset(), frozenset())
    keys = table.texts("practices", KEY, "keys of practices in shortpay.toml")
    known = {practice.key for practice in setup.practices}
    for key in keys:
        if key not in known:
            table.problem("practices", f'{setup.file} has no practice "{key}"; there are: {", ".join(sorted(known))}')
    covered = [practice for practice in setup.practices if not keys or practice.key in keys]
    applies_to = AppliesTo(
        payer_ids=table.texts("payer_ids"),
        payer_names=table.texts("payer_names"),
        originator_ids=table.texts("originator_ids"),
        claim_filing_codes=table.texts("claim_filing_codes", _FILING_CODE, 'codes of two characters such as "12"'),
        contract_codes=table.texts("contract_codes"),
        group_numbers=table.texts("group_numbers"),
        payees=frozenset(number for practice in covered for number in (practice.tin, practice.npi)),
        other_payees=frozenset(
            number for practice in setup.practices if practice not in covered for number in (practice.tin, practice.npi)
        ),
    )
    if not (applies_to.payer_ids or applies_to.payer_names or applies_to.originator_ids):
        table.problem("payer_ids", "is missing, and so are payer_names and originator_ids: one of them names the payer")
    table.finish()
    return applies_to
