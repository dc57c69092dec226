"""Which reversal takes back which decision: by the best evidence first, each claim once.

The payer's number may be on all claims of a patient, the practice's account on those of a family, and the remittances
of one day come in any order. The evidence is sql/build/30_chain/reversal_evidence.sql.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import statements

if TYPE_CHECKING:
    from warehouse.context import NightContext

LATER, SAME_DAY = "pair_later", "pair_same_day"
# The best evidence first; by the payer's number, a decision of an earlier day before one of the same day.
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
    """Fill derived.reversal_pair."""
    statements.run(night.con, "unpaired_evidence")
    for evidence, name in PAIRING_STEPS:
        statements.run(night.con, name, {"evidence": evidence})
