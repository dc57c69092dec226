"""Pairs each reversal with the decision that it takes back, each claim once, by the best evidence first.

One payer control number may be on all claims of a patient, one account on those of a family, and remittances of one day
have no order. The kinds of evidence are in sql/build/30_chain/reversal_evidence.sql.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import statements

if TYPE_CHECKING:
    from warehouse.context import NightContext

LATER, SAME_DAY = "pair_later", "pair_same_day"
# The best evidence first. With the payer's number, decisions of earlier days come before those of the same day.
PAIRING_STEPS = (
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
    ("number, any payer", LATER),
    ("number, any payer", SAME_DAY),
    ("account, any payer", LATER),
    ("account, any payer", SAME_DAY),
)
STATEMENTS = ("unpaired_evidence", LATER, SAME_DAY)


def pair_reversals(night: NightContext) -> None:
    """Fill derived.reversal_pair, one statement for each kind of evidence."""
    statements.run(night.con, "unpaired_evidence")
    for evidence, name in PAIRING_STEPS:
        statements.run(night.con, name, {"evidence": evidence})
