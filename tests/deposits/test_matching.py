"""The steps of matching, a test for each: which deposit is which payment, and when none is, rather than a guess."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.bank.statement import StatementColumns, read_statement
from tests.deposits.remits import WILLOW, Desk, Remit, entry
from warehouse.bank_rules import BankRules
from warehouse.decisions.deposit_links import unique_sum

D = Decimal

# what is there -> (state, step, trace of the remittance, dollars of the deposit), sorted
CASES = {
    "trace, payer and amount": (
        [Remit("A100", "10.00")],
        [entry("A100", "10.00")],
        [("matched", "trace_and_payer", "A100", D("10.00"))],
    ),
    "leading zeros, spaces and case of a trace do not matter": (
        [Remit("00ab100", "10.00")],
        [entry("AB100", "10.00")],
        [("matched", "trace_and_payer", "00ab100", D("10.00"))],
    ),
    "trace and amount, from an originator we do not know": (
        [Remit("A100", "10.00")],
        [entry("A100", "10.00", payer="1777777777")],
        [("matched", "trace", "A100", D("10.00"))],
    ),
    "payer, amount and date": (
        [Remit("A100", "10.00")],
        [entry(None, "10.00", date(2026, 1, 19))],
        [("matched", "payer_amount_date", "A100", D("10.00"))],
    ),
    "a company number without its leading 1": (
        [Remit("A100", "10.00")],
        [entry(None, "10.00", company_id="890000201")],
        [("matched", "payer_amount_date", "A100", D("10.00"))],
    ),
    "more than five business days apart (19 January is a holiday)": (
        [Remit("A100", "10.00", date(2026, 1, 13))],
        [entry(None, "1.00", date(2026, 1, 2)), entry(None, "10.00", date(2026, 1, 22))],
        [
            ("eft_without_remittance", None, None, D("1.00")),
            ("eft_without_remittance", None, None, D("10.00")),
            ("remittance_without_eft", None, "A100", None),
        ],
    ),
    "two payments of the same amount: neither is chosen": (
        [Remit("A100", "10.00"), Remit("A200", "10.00")],
        [entry(None, "10.00")],
        [
            ("eft_without_remittance", None, None, D("10.00")),
            ("remittance_without_eft", None, "A100", None),
            ("remittance_without_eft", None, "A200", None),
        ],
    ),
    "the same amount from another payer is not taken": (
        [Remit("A100", "10.00")],
        [entry(None, "10.00", payer=WILLOW), entry("Z9", "5.00")],
        [
            ("eft_without_remittance", None, None, D("5.00")),
            ("not_from_a_payer", None, None, D("10.00")),
            ("remittance_without_eft", None, "A100", None),
        ],
    ),
    "three remittances in one deposit": (
        [Remit("A100", "10.00"), Remit("A200", "20.50"), Remit("A300", "30.00"), Remit("B100", "7.00", payer=WILLOW)],
        [entry(None, "60.50")],
        [
            ("matched_together", "together", "A100", D("60.50")),
            ("matched_together", "together", "A200", D("60.50")),
            ("matched_together", "together", "A300", D("60.50")),
            ("remittance_without_eft", None, "B100", None),
        ],
    ),
    "a sum that two choices explain": (
        [Remit("A100", "10.00"), Remit("A200", "10.00"), Remit("A300", "20.00")],
        [entry(None, "30.00")],
        [
            ("eft_without_remittance", None, None, D("30.00")),
            ("remittance_without_eft", None, "A100", None),
            ("remittance_without_eft", None, "A200", None),
            ("remittance_without_eft", None, "A300", None),
        ],
    ),
    "a sum of seven proves nothing": (
        [Remit(f"A{n}00", f"{2**n}.00") for n in range(7)],
        [entry(None, "127.00")],
        [
            ("eft_without_remittance", None, None, D("127.00")),
            *(("remittance_without_eft", None, f"A{n}00", None) for n in range(7)),
        ],
    ),
    "a virtual card, less its fee": (
        [Remit("A100", "100.00", method="CHK")],
        [entry("A100", "97.00")],
        [("matched", "card", "A100", D("97.00"))],
    ),
    "a card paid as non-payment is still found": (
        [Remit("A100", "100.00", method="NON")],
        [entry("A100", "95.00")],
        [("matched", "card", "A100", D("95.00"))],
    ),
    "an ACH payment has no card fee": (
        [Remit("A100", "100.00")],
        [entry("A100", "97.00")],
        [("matched_amount_diff", "trace_only", "A100", D("97.00"))],
    ),
    "more than the fee": (
        [Remit("A100", "100.00", method="CHK")],
        [entry("A100", "94.99")],
        [("matched_amount_diff", "trace_only", "A100", D("94.99"))],
    ),
    "nothing was to be paid": (
        [Remit("A100", "0", method="NON", handling="H"), Remit("A200", "0", method="CHK")],
        [entry("Z9", "5.00")],
        [
            ("eft_without_remittance", None, None, D("5.00")),
            ("nonpay", None, "A100", None),
            ("nonpay", None, "A200", None),
        ],
    ),
    "before any bank file on record": (
        [Remit("A100", "10.00", date(2025, 12, 1))],
        [entry("Z9", "5.00")],
        [("before_bank_data", None, "A100", None), ("eft_without_remittance", None, None, D("5.00"))],
    ),
    "the payer took money back": (
        [Remit("A100", "10.00")],
        [entry("A100", "10.00"), entry(None, "-10.00")],
        [
            ("debit_without_remittance", None, None, D("-10.00")),
            ("matched", "trace_and_payer", "A100", D("10.00")),
        ],
    ),
    "duplicates and tests have no side": (
        [Remit("A100", "10.00"), Remit("A100", "10.00", tail="\n"), Remit("A200", "20.00", usage="T")],
        [entry("A100", "10.00")],
        [("matched", "trace_and_payer", "A100", D("10.00"))],
    ),
    "a trace that is used twice pairs up in order": (
        [Remit("A100", "10.00", claim_prefix="X"), Remit("A100", "10.00", date(2026, 1, 14), claim_prefix="Y")],
        [entry("A100", "10.00"), entry("A100", "10.00", date(2026, 1, 14))],
        [
            ("matched", "trace_and_payer", "A100", D("10.00")),
            ("matched", "trace_and_payer", "A100", D("10.00")),
        ],
    ),
}


def apart(number, given):
    """The same case among payers and traces of its own, so that one warehouse serves all cases."""

    def renamed(text):
        return text and text.replace("890000", f"89{number:04}")

    if isinstance(given, Remit):
        return replace(given, trace=f"{given.trace}X{number}", payer=renamed(given.payer))
    trace = given.trace and f"{given.trace}X{number}"
    return replace(given, trace=trace, originator=renamed(given.originator), company_id=renamed(given.company_id))


@pytest.fixture(scope="module")
def every_case(tmp_path_factory):
    """What was found in each case, by its number."""
    places = list(enumerate(CASES.values()))
    remits = [apart(number, remit) for number, (given, _, _) in places for remit in given]
    entries = [apart(number, each) for number, (_, given, _) in places for each in given]
    desk = Desk(tmp_path_factory.mktemp("cases"), remits, entries)
    query = """
        select m.state, m.step, m.trace, m.deposit_amount, coalesce(p.originator_id, m.company_id)
        from deposit_match as m left join fact.payment as p using (payment_id)
    """
    found = {}
    for state, step, trace, amount, payer in desk.rows(query):
        number = int(payer[-7:-3])
        found.setdefault(number, []).append((state, step, trace and trace.removesuffix(f"X{number}"), amount))
    return found


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=str)
def test_the_cascade(number, case, every_case):
    expected = CASES[case][2]
    assert sorted(every_case[number], key=lambda row: tuple(map(str, row))) == expected


def test_parts_of_a_split_remittance_are_one_payment(tmp_path):
    parts = [
        Remit("A100", "30.00", claims=("10.00",), claim_prefix="X"),
        Remit("A100", "30.00", claims=("20.00",), claim_prefix="Y"),
    ]
    desk = Desk(tmp_path, parts, [entry("A100", "30.00")])
    assert desk.found() == [("matched", "trace_and_payer", "A100", D("30.00"))]
    assert desk.rows("select part_count, is_balanced from deposit_match") == [(2, True)]
    assert desk.rows("select is_done from payment_balance") == [(True,), (True,)]


def test_done_is_posted_balanced_and_found(tmp_path):
    remits = [
        Remit("A100", "10.00"),
        Remit("A200", "20.00", claims=("19.00",)),
        Remit("A300", "30.00"),
        Remit("A400", "0", method="NON", handling="H"),
        Remit("A500", "50.00", date(2025, 1, 6)),
        Remit("A600", "60.00", usage="T"),
    ]
    desk = Desk(tmp_path, remits, [entry("A100", "10.00"), entry("A200", "20.00")])
    assert dict(desk.rows("select trace, is_done from payment_balance")) == {
        "A100": True, "A200": False, "A300": False, "A400": True, "A500": None, "A600": False,
    }  # fmt: skip


def test_without_any_bank_file_nothing_is_claimed(tmp_path):
    desk = Desk(tmp_path, [Remit("A100", "10.00")])
    assert desk.found() == [("before_bank_data", None, "A100", None)]
    assert desk.rows("select is_done from payment_balance") == [(None,)]


def test_an_answer_by_hand_comes_before_every_rule(tmp_path):
    desk = Desk(tmp_path, [Remit("A100", "10.00"), Remit("A200", "12.00")], [entry("A100", "10.00")])
    desk.con.execute(
        "insert into fact.deposit_pairing select d.identity, 1, f.identity, true, timestamp '2026-01-20', 'poster' "
        "from fact.deposit as d, fact.payment as p inner join derived.payment_identity as f using (payment_id) "
        "where p.trace = 'A200'"
    )
    desk.look(date(2026, 1, 20))
    assert desk.found() == [
        ("matched_amount_diff", "manual", "A200", D("10.00")),
        ("remittance_without_eft", None, "A100", None),
    ]
    desk.con.execute("insert into fact.deposit_pairing select * replace (false as belongs_together, "
                     "timestamp '2026-01-21' as decided_at) from fact.deposit_pairing")  # fmt: skip
    desk.look(date(2026, 1, 20))
    assert ("matched", "trace_and_payer", "A100", D("10.00")) in desk.found()


def test_one_of_two_reissued_payments_is_found(tmp_path):
    old = Remit("A100", "10.00", claim_prefix="X")
    new = Remit("A900", "10.00", date(2026, 1, 15), claim_prefix="X")
    desk = Desk(
        tmp_path, [old, new], [entry("A900", "10.00", date(2026, 1, 15)), entry("Z9", "1.00", date(2026, 1, 2))]
    )
    assert desk.found()[1:] == [
        ("matched", "trace_and_payer", "A900", D("10.00")),
        ("reissued", None, "A100", None),
    ]
    query = "select trace, suspected_reissue_of from payment_balance order by trace"
    assert desk.rows(query) == [("A100", None), ("A900", "r1.835")]


def test_overlapping_exports_and_both_forms_count_once(tmp_path):
    columns = StatementColumns(date="posting date", amount="amount", description=("memo",), date_format="%m/%d/%Y")
    from tests.deposits.bank import nacha, statement

    first, second = entry("A100", "10.00"), entry(None, "7.00")

    def read(content):
        from parsers.bank.nacha import is_nacha, read_nacha

        return read_nacha(content) if is_nacha(content) else read_statement(content, columns)

    files = [nacha([first]), statement([first, second, second]), statement([second, second, second])]
    desk = Desk(tmp_path, [Remit("A100", "10.00")], *files, read=read)
    assert desk.found() == [
        *[("eft_without_remittance", None, None, D("7.00"))] * 3,
        ("matched", "trace_and_payer", "A100", D("10.00")),
    ]
    assert desk.rows("select count(*) from fact.deposit") == [(7,)]


def test_rules_are_settings(tmp_path):
    rules = BankRules.load({"card_fee_percent": "1.50"})
    desk = Desk(tmp_path, [Remit("A100", "100.00", method="CHK")], [entry("A100", "98.49")], rules=rules)
    assert desk.found() == [("matched_amount_diff", "trace_only", "A100", D("98.49"))]


AMOUNTS = st.lists(st.integers(1, 400), min_size=2, max_size=9).map(lambda cents: tuple(sorted(D(c) for c in cents)))


@settings(max_examples=80, deadline=None)
@given(AMOUNTS, st.integers(2, 900).map(D))
def test_adding_up_finds_the_only_choice_or_none(amounts, total):
    from itertools import combinations

    every = [
        places
        for size in range(2, 7)
        for places in combinations(range(len(amounts)), size)
        if sum(amounts[place] for place in places) == total
    ]
    assert unique_sum(total, amounts, 6) == (every[0] if len(every) == 1 else None)
