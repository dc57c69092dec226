"""One night over the small remittances of a module's trap tests, and the results for their claims.

The traps are those of docs/traps.md: what looks like an underpayment and is none. Fees in force: Summerfield 97110
34.59, 97140 32.81, 97530 43.47; Orchard HMO 97110 27.85; Willowbrook 94.00 a visit;
Quarrytown 80 % of the charge; Medicare and Juniper Crest in Durham.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from warehouse.queries import open_published

PPO, MEDICARE, ADVANTAGE, VISIT = "summerfield_ppo", "medicare_b", "juniper_advantage", "willow_visit"
HMO, SHARE, CAP, UNITS, STRANGER = "orchard_hmo", "quarry_comp", "pemberly_cap", "alderwick_units", "stranger"

Test = TypeVar("Test", bound=Callable[..., None])

AGREEMENT = """
id = "{id}"
name = "Written for a trap"
{top}

[applies_to]
{applies_to}

[dispute_window]
days = 180
counted_from = "remittance_date"
source = "Manual, section 9"

[[terms]]
effective_from = 2025-01-01
source = "Exhibit 1"
{terms}
"""


class Night:
    """The traps of one module: the remittances, the agreements, and the claims that are really short."""

    def __init__(self, *really_short: str) -> None:
        self.really_short = set(really_short)
        self.arriving: list[bytes] = []
        self.agreements: dict[str, str] = {}

    def receives(self, *contents: bytes) -> Callable[[Test], Test]:
        """Add the remittances of the test that follows."""
        self.arriving += contents
        return lambda test: test

    def agree(self, agreement_id: str, applies_to: str, terms: str, top: str = "") -> None:
        """Add an agreement that the fixtures do not have."""
        text = AGREEMENT.format(id=agreement_id, applies_to=applies_to, terms=terms, top=top)
        self.agreements[f"{agreement_id}.toml"] = text

    def spend(self, root: Path) -> "Judged":
        space = new_workspace(root)
        for name, text in self.agreements.items():
            (space.root / "agreements" / name).write_text(text)
        deliver(space, self.arriving)
        spend_night(space.root, AS_OF)
        return Judged(space)


class Judged:
    """The results of a night, by account number."""

    def __init__(self, space: Workspace) -> None:
        self.space = space

    def lines(self, account: str) -> list[str]:
        """'state expected actual' of every line of the account in the order of the files; '-' where there is none."""
        rows = self.ask(
            "select state, expected_allowed, actual_allowed from line_review "
            "where patient_control_number = ? order by line_id",
            account,
        )
        return [" ".join(_shown(value) for value in row) for row in rows]

    def states(self, account: str) -> list[str]:
        return [each.split()[0] for each in self.lines(account)]

    def disputed(self) -> dict[str, str]:
        """Account -> dollars short, of every dispute, open or expired."""
        rows = self.ask(
            "select patient_control_number, shortfall from dispute_queue "
            "union all select patient_control_number, shortfall from expired_disputes order by 1"
        )
        return {str(account): _shown(amount) for account, amount in rows}

    def ask(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        with open_published(self.space.data) as con:
            return con.execute(query, list(parameters)).fetchall()


def deliver(space: Workspace, contents: list[bytes], night: date = AS_OF) -> None:
    for number, content in enumerate(contents, 1):
        (space.inbox / f"{night} {number:03d}.835").write_bytes(content)


def _shown(value: object) -> str:
    return "-" if value is None else f"{value:.2f}" if isinstance(value, Decimal) else str(value)
