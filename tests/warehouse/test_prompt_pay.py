"""Interest on late payments over a night: owed, paid, in time, or not told; apart from any shortage."""

from decimal import Decimal

import pytest

from flows.terminal.explanation import explanation
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import HMO, MEDICARE, STRANGER, Judged, Night
from warehouse.queries import explain, night_summary, open_published

# received on July 1, to be paid by July 31; paid on September 14, 45 days late: 18 percent on 100.00 are 2.22
LATE, IN_TIME, LATER = "20260914", "20260731", "20261012"
RECEIVED = "DTM*050*20260701"

night = Night("SHORT", "NOTHING")
night.agree(
    "ohio",
    'payer_names = ["STRANGER CASUALTY"]',
    'method = "percent_of_charge"\npercent = "50"\nlesser_of = "none"',
    top='prompt_pay = "OH"\nself_funded_groups = ["SF*"]',
)


def paid(
    account: str, *more: str, day: str = LATE, amount: str = "100", status: str = "1", number: str = "", foot: str = ""
) -> bytes:
    """A claim of 200.00, under a contract at half the charges."""
    sent = claim(
        account, number or f"N{account}", [line("97110", "200", amount, served="20260629")], more=more, status=status
    )
    return remittance(STRANGER, sent, day=day, foot=[foot] if foot else [])


def unasked(
    account: str, *more: str, day: str = LATE, foot: str = "", payer: str = HMO, amount: str = "27.85"
) -> bytes:
    sent = claim(account, f"N{account}", [line("97110", "200", amount, served="20260629")], more=more)
    return remittance(payer, sent, day=day, foot=[foot] if foot else [])


night.receives(
    paid("OWED", RECEIVED),
    paid("INTIME", RECEIVED, day=IN_TIME),
    paid("INFULL", RECEIVED, "AMT*I*2.22", foot="PLB*2900100019*20261231*L6*-2.22"),
    paid("INPART", RECEIVED, "AMT*I*2.00", foot="PLB*2900100019*20261231*L6*-2.00"),
    paid("TWOPARTS", RECEIVED, "AMT*I*1.00", "AMT*I*1.22", foot="PLB*2900100019*20261231*L6*-2.22"),
    paid("UNKNOWN"),
    paid("SHORT", RECEIVED, amount="60"),
    paid("SELFFUNDED", RECEIVED, "REF*1L*SF77"),
    paid("SECONDARY", RECEIVED, status="2"),
    paid("SOONER", RECEIVED, day="20260716"),
    paid("NOTHING", RECEIVED, amount="0"),
    # interest that the foot pays, naming the claim; and interest that names none
    paid("ATFOOT", RECEIVED, foot="PLB*2900100019*20261231*L6:NATFOOT*-2.22"),
    paid("UNNAMED", RECEIVED, foot="PLB*2900100019*20261231*L6*-2.22"),
    # the interest comes a month after the payment, naming the claim
    paid("AFTERWARDS", RECEIVED),
    paid("OTHER", RECEIVED, day=LATER, foot="PLB*2900100019*20261231*L6:AFTERWARDS*-2.22"),
    # the agreements of these say nothing of prompt pay; 75 days, 45 days, 75 days with interest, and Medicare
    unasked("UNASKED", RECEIVED),
    unasked("NOTLONG", RECEIVED, day="20260815"),
    unasked("WITHINTEREST", RECEIVED, "AMT*I*1.00", foot="PLB*2900100019*20261231*L6*-1.00"),
    unasked("PARTB", RECEIVED, payer=MEDICARE, amount="60"),
    # decided again: what the payer had to wait for the second time is not known
    paid("AGAIN", RECEIVED, day=IN_TIME, amount="60"),
    paid("AGAIN", RECEIVED, day=LATE),
)  # fmt: skip


def owed(judged: Judged) -> dict[str, Decimal]:
    rows = judged.ask("select patient_control_number, interest_owed from interest_owed order by 1")
    return {str(account): Decimal(str(amount)) for account, amount in rows}


def test_interest_is_owed_where_it_was_not_paid(judged: Judged) -> None:
    assert owed(judged) == {
        "INPART": Decimal("0.22"),
        # paid on October 12, 73 days late, with 2.22 at the foot for another claim
        "OTHER": Decimal("3.60"),
        "OWED": Decimal("2.22"),
        "SHORT": Decimal("1.33"),
    }


def test_it_says_of_what_it_is_and_by_which_law(judged: Judged) -> None:
    rows = judged.ask(
        "select pay_by, days_late, paid, interest_due, interest_paid, law, statute from interest_owed "
        "where patient_control_number = 'INPART'"
    )
    assert [" ".join(str(value) for value in row) for row in rows] == [
        "2026-07-31 45 100.00 2.22 2.00 OH Ohio Rev. Code 3901.381(B)(1) and 3901.389"
    ]


def test_interest_is_no_part_of_a_shortage(judged: Judged) -> None:
    assert judged.disputed() == {"NOTHING": "100.00", "SHORT": "40.00"}
    assert judged.lines("OWED") == ["priced_ok 100.00 100.00"]
    assert judged.lines("INFULL") == ["priced_ok 100.00 100.00"]


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("INTIME", "paid 2026-07-31, in time: 30 days, to 2026-07-31"),
        ("OWED", "Interest for late payment, 2.22 owed: Received 2026-07-01, paid 2026-09-14, 45 days after"),
        ("INFULL", "2.22 of interest was paid"),
        ("TWOPARTS", "2.22 of interest was paid"),
        ("ATFOOT", "2.22 of interest was paid"),
        ("AFTERWARDS", "2.22 of interest was paid"),
        ("UNKNOWN", "the payer's receipt (DTM*050) is not on the remittance"),
        ("SELFFUNDED", "group SF77 is self-funded"),
        ("UNNAMED", "Interest was paid without a claim (PLB L6)"),
    ],
)
def test_the_explanation_says_what_is_owed_or_why_that_is_not_known(judged: Judged, account: str, words: str) -> None:
    with open_published(judged.space.data) as con:
        text = " ".join(explanation(explain(con, account)).split())
    assert "Interest for late payment" in text
    assert words in text


@pytest.mark.parametrize("account", ["SECONDARY", "SOONER", "NOTHING", "AGAIN"])
def test_nothing_is_said_where_nothing_is_asked(judged: Judged, account: str) -> None:
    with open_published(judged.space.data) as con:
        assert "Interest for late payment" not in explanation(explain(con, account))


def test_the_night_says_how_much(judged: Judged) -> None:
    with open_published(judged.space.data) as con:
        rows = night_summary(con)["interest"]
    assert rows == [{"payer": "STRANGER CASUALTY", "law": "OH", "claim_count": 4, "interest_owed": Decimal("7.37")}]


def test_what_nobody_asks_for_is_noted_with_its_days(judged: Judged) -> None:
    rows = judged.ask(
        "select patient_control_number, severity, f.detail from finding as f "
        "inner join line_review as l on f.claim_id = l.claim_id where f.code = 'paid_late'"
    )
    assert rows == [("UNASKED", "note", "75 days")]
