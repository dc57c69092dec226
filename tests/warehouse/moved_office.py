"""Medicare's lines as a contractor pays them, an office whose clinic moved, and what a night says of an account.

Medicare allows in Durham in 2026 97110 28.02 in full and 21.63 reduced, 97140 26.73 and 20.65, 97530 33.61 and 24.26,
in Miami 97140 28.77. Summerfield pays 34.59 for 97110, 32.81 for 97140, 43.47 for 97530, Alderwick 29.46, 27.95, 37.02.
"""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import SERVED, line
from tests.warehouse.trapped import Judged, Night, deliver

MOVING = """
[[site]]
key = "before"
practice = "thistledown"
name = "Clinic before it moved"
state = "NC"
locality = "11502/00"
last_day = 2026-03-31

[[site]]
key = "after"
practice = "thistledown"
name = "Clinic after it moved"
state = "FL"
locality = "09102/04"
first_day = 2026-04-01
home_locality = "09102/04"

[[provider]]
npi = "2000001075"
site = "before"
credential = "PT"
name = "WANDER, ROAM"

[[provider]]
npi = "2000001075"
site = "after"
credential = "PT"
name = "WANDER, ROAM"
"""
MOVED = "2000001075"
DATED = "code,amount,effective_from,effective_until\n97110,28.00,,2026-06-30\n97110,30.00,2026-07-01,\n"


class MovedNight(Night):
    """A night of an office one of whose clinics moved."""

    def spend(self, root: Path) -> Judged:
        space = new_workspace(root)
        with (space.root / "shortpay.toml").open("a") as settings:
            settings.write(MOVING)
        (space.root / "schedules" / "dated.csv").write_text(DATED)
        for name, text in self.agreements.items():
            (space.root / "agreements" / name).write_text(text)
        deliver(space, self.arriving)
        spend_night(space.root, AS_OF)
        return Judged(space)


def of_stranger(product: str) -> str:
    """Claims of the payer that no agreement of the fixtures names, told apart by their filing code."""
    return f'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["{product}"]'


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def part_b(code: str, allowed: str, charge: str = "60", *, units: str = "1", served: str = SERVED) -> list[str]:
    """A line as a contractor pays it: coinsurance, and sequestration of the rest."""
    share = cents(Decimal(allowed) * Decimal("0.20"))
    kept = cents((Decimal(allowed) - share) * Decimal("0.02"))
    paid = Decimal(allowed) - share - kept
    return line(code, charge, f"{paid}", f"PR*2*{share}", f"CO*253*{kept}", units=units, served=served)


def reversed_line(code: str, charge: str, paid: str, *, served: str) -> list[str]:
    return line(code, f"-{charge}", f"-{paid}", served=served)


def short(judged: Judged, *accounts: str) -> dict[str, str]:
    return {account: amount for account, amount in judged.disputed().items() if account in accounts}


def due(judged: Judged, account: str) -> list[str]:
    query = "select deadline::varchar from dispute_queue where patient_control_number = ?"
    return [str(day) for (day,) in judged.ask(query, account)]


def over(judged: Judged, *accounts: str) -> dict[str, str]:
    rows = judged.ask("select patient_control_number, sum(over_amount) from overpayment group by all order by 1")
    return {str(account): f"{amount:.2f}" for account, amount in rows if account in accounts}
