"""Beside the equation of a payment: totals that disagree, the bridge, recoupments, balances carried forward."""

from datetime import date
from decimal import Decimal

import pytest

from tests.deposits.remits import WILLOW, Desk, Remit

D = Decimal
# what is in a claim paid 10.00, or behind it -> (code, off_by) of the warnings
WARNINGS = {
    "nothing": ({}, []),
    "interest reported and paid": (
        {
            "after_claims": "AMT*I*1.25~",
            "plb": "PLB*2900100019*20261231*L6:X*-1.25~",
            "amount": "11.25",
            "claims": ("10.00",),
        },
        [],
    ),
    "interest reported, never paid": ({"after_claims": "AMT*I*1.25~"}, [("interest_off", D("1.25"))]),
    "interest paid with the wrong sign": (
        {
            "after_claims": "AMT*I*1.25~",
            "plb": "PLB*2900100019*20261231*L6:X*1.25~",
            "amount": "8.75",
            "claims": ("10.00",),
        },
        [("interest_off", D("2.50"))],
    ),
    "interest on two claims": (
        {
            "after_claims": "AMT*I*1.25~",
            "claims": ("4.00", "6.00"),
            "plb": "PLB*2900100019*20261231*L6:X*-1.25*L6:Y*-1.25~",
            "amount": "12.50",
        },
        [],
    ),
}


def desk_of(tmp_path, **given):
    return Desk(tmp_path, [Remit(**{"trace": "A100", "amount": "10.00", **given})])


@pytest.mark.parametrize("case", WARNINGS)
def test_interest(case, tmp_path):
    given, expected = WARNINGS[case]
    desk = desk_of(tmp_path, **given)
    assert desk.rows("select code, off_by from finding where off_by is not null") == expected
    assert desk.rows("select state from payment_balance") == [("balanced",)]


# CLP02, CLP05, PR adjustments -> off_by
SHARES = {
    "reported and adjusted": ("1", "25", "CAS*PR*1*20**2*5~", None),
    "left out, as zero is": ("1", "", "CAS*CO*45*25~", None),
    "left out all the same": ("1", "", "CAS*PR*1*25~", D("-25.00")),
    "more than was adjusted": ("1", "30", "CAS*PR*1*25~", D("5.00")),
    "a reversal need not report it": ("22", "", "CAS*PR*1*25~", None),
    "no number at all": ("1", "x", "CAS*PR*1*25~", None),
}


def test_patient_share(tmp_path):
    remits = []
    for number, (status, share, adjustments, _) in enumerate(SHARES.values(), 1):
        text = Remit(f"A{number}00", "10.00").text().decode()
        claim = text[text.index("CLP*") : text.index("NM1*QC")]
        changed = f"CLP*C{number}*{status}*35*10.00*{share}*12*ICN{number}*11*1~{adjustments}"
        remits.append(text.replace(claim, changed).encode())
    desk = Desk(tmp_path, remits)
    found = dict(
        desk.rows(
            "select c.patient_control_number, f.off_by from finding as f inner join fact.claim as c using (claim_id) "
            "where f.code = 'patient_share_off'"
        )
    )
    expected = {f"C{n}": off_by for n, (*_, off_by) in enumerate(SHARES.values(), 1) if off_by is not None}
    assert found == expected


def test_the_bridge_leads_from_the_claims_to_the_payment(tmp_path):
    plb = "PLB*2900100019*20261231*WO:X*5.00*WO:Y*1.00*L6*-0.50*ZZ:Q*0.25~"
    desk = desk_of(tmp_path, claims=("10.00", "20.00"), plb=plb, amount="24.00")
    assert desk.rows("select item, reason_code, treatment, item_count, amount from payment_bridge order by step") == [
        ("claims", None, None, 2, D("30.00")),
        ("provider_adjustment", "L6", "interest", 1, D("0.50")),
        ("provider_adjustment", "WO", "recovery", 2, D("-6.00")),
        ("provider_adjustment", "ZZ", "plb_unknown", 1, D("-0.25")),
        ("off_by", None, None, None, D("-0.25")),
        ("payment", None, None, None, D("24.00")),
    ]


def test_every_bridge_adds_up(tmp_path):
    remits = [Remit("A100", "10.00"), Remit("A200", "7.00", claims=("9.00",)), Remit("A300", "0", handling="H")]
    desk = Desk(tmp_path, remits)
    left = "select sum(case item when 'payment' then -amount else amount end) from payment_bridge group by payment_id"
    assert desk.rows(left) == [(D("0.00"),)] * 3


# what PLB03-2 says -> (how it is linked, our numbers of the claims)
REFERENCES = {
    "ICNA100X1": ("payer_control_number", ["A100X-1"]),
    "A100X-2": ("patient_control_number", ["A100X-2"]),
    "A100X-1 ICNA100X1 A100X": ("payer_control_number", ["A100X-1"]),
    "ICNA100X1A100X-1": ("payer_control_number", ["A100X-1"]),
    "A100X-1ICNA100X1A100X": ("payer_control_number", ["A100X-1"]),
    "icna100x2": ("payer_control_number", ["A100X-2"]),
    "LETTER 4711": (None, [None]),
    "ICNB100X1": (None, [None]),
    "": (None, [None]),
}


@pytest.fixture(scope="module")
def recouped(tmp_path_factory):
    """What each reference is linked to; the X in it is the case, so that one warehouse serves them all."""
    remits = []
    for case, reference in enumerate(REFERENCES):
        plb = f"PLB*2900100019*20261231*WO:{reference.replace('X', str(case)).replace('x', str(case))}*5.00~"
        remits += [
            Remit(f"A100{case}", "30.00", claims=("10.00", "20.00")),
            Remit(f"B100{case}", "9.00", payer=WILLOW),
            Remit(f"A900{case}", "4.00", date(2026, 2, 2), claims=("9.00",), plb=plb),
        ]
    desk = Desk(tmp_path_factory.mktemp("recouped"), remits)
    return desk.rows("select trace, linked_by, patient_control_number, amount from recoupment order by all")


@pytest.mark.parametrize(("case", "reference"), list(enumerate(REFERENCES)), ids=str)
def test_recoupments_are_linked_by_their_reference(case, reference, recouped):
    linked_by, claims = REFERENCES[reference]
    assert [row[1:] for row in recouped if row[0] == f"A900{case}"] == [
        (linked_by, claim and claim.replace("X", str(case)), D("5.00")) for claim in claims
    ]


def test_a_balance_carried_forward_is_brought_once(tmp_path):
    def plb(amount):
        return f"PLB*2900100019*20261231*FB:X*{amount}~"

    remits = [
        Remit("A100", "0", claims=("-200",), plb=plb("-200"), method="NON", handling="H"),
        Remit(
            "A200",
            "0",
            date(2026, 1, 20),
            claims=("50",),
            plb="PLB*2900100019*20261231*FB:X*200*FB:X*-150~",
            method="NON",
        ),
        Remit("A300", "40.00", date(2026, 1, 27), claims=("190",), plb=plb("150")),
        Remit("A400", "0", date(2026, 2, 3), claims=("-10",), plb=plb("-10"), method="NON", handling="H"),
    ]
    query = "select trace, carried_amount, is_brought, brought_in_trace from forwarded_balance order by trace"
    assert Desk(tmp_path, remits).rows(query) == [
        ("A100", D("200.00"), True, "A200"),
        ("A200", D("150.00"), True, "A300"),
        ("A400", D("10.00"), False, None),
    ]


REISSUES = {
    "later, under another trace": ({}, True),
    "the same trace, spelled otherwise": ({"trace": "0A100"}, False),
    "on the same day": ({"day": date(2026, 1, 12)}, False),
    "from another payer": ({"payer": WILLOW}, False),
    "other claims": ({"claim_prefix": "Y"}, False),
}


def test_a_payment_sent_anew_is_suspected(tmp_path):
    remits = []
    for case, (change, _) in enumerate(REISSUES.values()):
        again = {"trace": "A900", "amount": "10.00", "day": date(2026, 1, 26), "claim_prefix": f"X{case}", **change}
        again["trace"] += str(case)
        remits += [Remit(f"A100{case}", "10.00", claim_prefix=f"X{case}"), Remit(**again)]
    desk = Desk(tmp_path, remits)
    found = desk.rows("select trace, suspected_reissue_of from payment_balance where suspected_reissue_of is not null")
    assert found == [("A9000", "r1.835")]
