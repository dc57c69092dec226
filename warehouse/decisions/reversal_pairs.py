"""Nets each claim's history to what is current: which reversal takes back what, which decisions are of one claim.

A claim is known by evidence only: the payer's number may stand on all claims of a patient, the practice's account on
those of a family, and the remittances of one day come in any order. The evidence is sql/chains/reversal_evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb

EVENTS = ("chains/claim_event", "chains/reversal_evidence", "chains/reversal_pair", "chains/unpaired_evidence")
LATER, SAME_DAY = "chains/pair_later", "chains/pair_same_day"
# By what a reversal finds what it takes back: the best evidence first, and by the payer's number what was decided on a
# day before it, before what was decided on its own.
PAIRING = (
    ("claim", LATER),
    ("share", LATER),
    ("number", LATER),
    ("claim", SAME_DAY),
    ("share", SAME_DAY),
    ("number", SAME_DAY),
    ("undated", LATER),
    ("undated", SAME_DAY),
    ("account", LATER),
    ("account", SAME_DAY),
    ("number, whoever paid", LATER),
    ("number, whoever paid", SAME_DAY),
    ("account, whoever paid", LATER),
    ("account, whoever paid", SAME_DAY),
)
CHAINS = (
    "chains/claim_group",
    "chains/renumbered_group",
    "chains/group_parent",
    "chains/claim_chain",
    "chains/corrected_claim",
    "chains/claim_role",
    "chains/chain_date",
)


def net_claims(con: duckdb.DuckDBPyConnection) -> None:
    """Say of every posted claim what kind of event it is, of which chain, and what part it plays now."""
    for name in EVENTS:
        con.execute(statement(name))
    for evidence, name in PAIRING:
        con.execute(statement(name), {"evidence": evidence})
    for name in CHAINS:
        con.execute(statement(name))
