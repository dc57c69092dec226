"""The events from which a dispute window counts: the later of two, and the payer's receipt of the claim."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.warehouse.tiny import PAYERS, claim, line, remittance
from tests.warehouse.trapped import Judged, Night

# agreement -> its payer, and how its window counts
WINDOWS = {
    "later_of_two": ('["remittance_date", "payment_date"]', "days = 180"),
    "from_receipt": ('"payer_receipt"', "days = 180"),
    "in_business_days": ('"payment_date"', "business_days = 45"),
}
LATER, RECEIPT, BUSINESS = WINDOWS
UNKNOWN = "(DTM*050) is not on the remittance and cannot be earlier, 2026-09-07"
# account: agreement, production date, payment date, the claim's own segments -> day counted from, last day, safe day,
# and what the sentence says
CASES: dict[str, tuple[str, str, str, list[str], list[str]]] = {
    "PAIDLATER": (
        LATER, "20261001", "20261006", [],
        ["2026-10-06", "2027-04-04", "2027-03-30", "here the payment date, 2026-10-06"],
    ),
    "SAIDLATER": (
        LATER, "20261008", "20261006", [],
        ["2026-10-08", "2027-04-06", "2027-04-02", "here the remittance date, 2026-10-08"],
    ),
    "SAMEDAY": (
        LATER, "20261006", "20261006", [],
        ["2026-10-06", "2027-04-04", "2027-04-02", "here the remittance date, 2026-10-06"],
    ),
    "RECEIVED": (
        RECEIPT, "20261006", "20261006", ["DTM*050*20260911"],
        ["2026-09-11", "2027-03-10", "2027-03-10", "after the payer's receipt of the claim, 2026-09-11"],
    ),
    "RECEIPTUNKNOWN": (
        RECEIPT, "20261006", "20261006", [], ["2026-09-07", "2027-03-06", "2027-03-05", UNKNOWN],
    ),
    "BUSINESSDAYS": (
        BUSINESS, "20261001", "20261001", [], ["2026-10-01", "2026-12-08", "2026-12-08", "45 business days after"],
    ),
}  # fmt: skip

night = Night(*CASES)
for place, (name, (events, length)) in enumerate(WINDOWS.items()):
    PAYER = f"WINDOW PAYER {place}"
    night.agree(name, f'payer_names = ["{PAYER}"]', 'method = "percent_of_charge"\npercent = "80"\nlesser_of = "none"')
    text = night.agreements[f"{name}.toml"]
    text = text.replace('counted_from = "remittance_date"', f"counted_from = {events}").replace("days = 180", length)
    night.agreements[f"{name}.toml"] = text


def sent(account: str, agreement: str, produced: str, paid: str, more: Sequence[str]) -> bytes:
    """A claim of September 7, paid 20.00 of the 80.00 due."""
    one = claim(account, account, [line("97110", "100", "20", served="20260907")], more=more)
    content = remittance("stranger", one, day=paid).decode()
    name = f"WINDOW PAYER {list(WINDOWS).index(agreement)}"
    content = content.replace(f"DTM*405*{paid}", f"DTM*405*{produced}").replace(PAYERS["stranger"][0], name)
    return content.replace("STR01", f"WIN0{list(WINDOWS).index(agreement)}").encode()


for account, (agreement, produced, paid, more, _) in CASES.items():
    night.receives(sent(account, agreement, produced, paid, more))


@pytest.mark.parametrize("account", CASES)
def test_a_window_counts_from_the_event_that_its_agreement_names(judged: Judged, account: str) -> None:
    *days, words = CASES[account][4]
    [found] = judged.ask(
        "select basis_date, deadline, safe_deadline from line_review where patient_control_number = ?", account
    )
    assert found == tuple(date.fromisoformat(day) for day in days)
    [(sentence,)] = judged.ask("select deadline_sentence from dispute_queue where patient_control_number = ?", account)
    assert words in str(sentence)


def test_every_one_of_them_is_disputed_with_its_dollars(judged: Judged) -> None:
    assert judged.disputed() == dict.fromkeys(CASES, "60.00")
