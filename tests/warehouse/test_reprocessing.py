"""A retroactive amendment: what was paid before its signature is disputed from the signature on, by its own window."""

from datetime import date

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import STRANGER, Judged, Night

SINCE = "of the amendment that made it short, 2026-10-01"
AS_EVER = "180 days after the remittance date"
# account: served, decided on which days with what paid -> day counted from, last day, what the sentence says.
# 50 percent of the charge is agreed until 2026, 60 percent from 2026 on, by the amendment of October 1
CASES: dict[str, tuple[str, list[tuple[str, str]], tuple[str, str, str]]] = {
    "PAIDBEFORE": (
        "20260105", [("20260112", "50")], ("2026-10-01", "2026-12-30", f"90 days after the signature {SINCE}"),
    ),
    "DAYBEFORE": ("20260105", [("20260930", "50")], ("2026-10-01", "2026-12-30", SINCE)),
    "PAIDAFTER": ("20260105", [("20261001", "50")], ("2026-10-01", "2027-03-30", AS_EVER)),
    "BEFORETHESPAN": ("20251231", [("20260601", "40")], ("2026-06-01", "2026-11-28", AS_EVER)),
    "AFTERTHESPAN": ("20260901", [("20260910", "50")], ("2026-09-10", "2027-03-09", AS_EVER)),
    # raised by the payer after the signature, and still short by the amendment
    "RAISED": ("20260105", [("20260112", "50"), ("20261012", "55")], ("2026-10-01", "2026-12-30", SINCE)),
    # paid as amended, and then less: the later decision has a window of its own
    "CUTAFTERWARDS": (
        "20260105", [("20260112", "60"), ("20261012", "50")], ("2026-10-12", "2027-04-10", AS_EVER),
    ),
}  # fmt: skip
TERMS = 'method = "percent_of_charge"\npercent = "50"\nlesser_of = "none"'

night = Night(*CASES)
night.agree("amended", 'payer_names = ["STRANGER CASUALTY"]', TERMS)
text = night.agreements["amended.toml"].replace(
    "[[terms]]",
    """[[reprocessing]]
signed_on = 2026-10-01
effective_from = 2026-01-01
effective_until = 2026-08-31
days = 90
source = "Amendment 4, section 2"

[[terms]]""",
)
first = text[text.index("[[terms]]") :]
later = first.replace("2025-01-01", "2026-01-01").replace('percent = "50"', 'percent = "60"')
night.agreements["amended.toml"] = (
    text.replace("effective_from = 2025-01-01", "effective_from = 2025-01-01\neffective_until = 2025-12-31") + later
)
for account, (served, decisions, _) in CASES.items():
    for day, amount in decisions:
        sent = claim(account, f"N{account}", [line("97110", "100", amount, served=served)])
        night.receives(remittance(STRANGER, sent, day=day))
# as amended, and as agreed before it
night.receives(
    remittance(STRANGER, claim("ASAMENDED", "N1", [line("97110", "100", "60", served="20260105")])),
    remittance(STRANGER, claim("ASBEFORE", "N2", [line("97110", "100", "50", served="20251230")])),
)


@pytest.mark.parametrize("account", CASES)
def test_its_window_counts_from_the_signature(judged: Judged, account: str) -> None:
    basis, deadline, words = CASES[account][2]
    found = judged.ask(
        "select distinct l.basis_date, l.deadline, d.deadline_sentence from line_review as l inner join "
        "(from dispute_queue union all from expired_disputes) as d on l.dispute_id = d.dispute_id "
        "where l.patient_control_number = ? and l.deadline is not null",
        account,
    )
    assert [row[:2] for row in found] == [(date.fromisoformat(basis), date.fromisoformat(deadline))]
    assert words in str(found[0][2])


def test_only_what_is_short_by_the_amended_terms_is_disputed(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short
