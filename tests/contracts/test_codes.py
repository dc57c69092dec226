"""The code lists: complete, of one spelling, in our own words, and never a reason to fail."""

import csv
from datetime import date
from importlib.resources import files
from typing import get_args

import pytest

from contracts import codes
from contracts.codes.rows import Actionability, AmountClass, ClaimRole, RemarkEffect

FOLDERS = ("codes", "disputes", "agreements")
TABLES = sorted(
    f"{folder}/{entry.name}"
    for folder in FOLDERS
    for entry in (files("contracts") / folder).iterdir()
    if entry.name.endswith(".csv")
)
OUR_OWN = {"codes/categories.csv", "codes/causes.csv", "codes/states.csv"}

# Repeated here, because the warehouse, the worklist and analysts rely on these names.
# fmt: off
STATES = {
    "priced_short", "priced_rate_finding", "priced_ok", "priced_over",
    "visit_priced", "denied_correctable", "denied_appealable", "denied_final",
    "bundled", "duplicate", "timely_filing", "capitated",
    "cob_zero", "not_priced_secondary", "pended", "forwarded",
    "predetermination", "reversed", "superseded", "pending_correction",
    "reversal_orphan", "unmapped_contract", "no_rate", "no_dos",
    "no_hcpcs", "anesthesia", "ambiguous_lines", "out_of_balance",
}
# fmt: on


def rows(name):
    return list(csv.DictReader((files("contracts") / name).read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_each_code_once(name):
    first = [next(iter(row.values())) for row in rows(name)]
    assert len(first) == len(set(first)) > 0


@pytest.mark.parametrize("name", [name for name in TABLES if name not in OUR_OWN])
def test_each_row_has_a_source_and_the_day_it_was_checked(name):
    for row in rows(name):
        assert row["source"]
        assert date.fromisoformat(row["checked"]) >= date(2026, 1, 1)


@pytest.mark.parametrize("name", TABLES)
def test_each_row_has_the_columns_of_its_table(name):
    for row in rows(name):
        assert None not in row
        assert all(value is not None and value == value.strip() for value in row.values())


def test_each_reason_is_of_known_kinds():
    for row in codes.reasons().values():
        assert row.category in codes.categories()
        assert row.amount_class in get_args(AmountClass)
        assert row.pr_amount_class in get_args(AmountClass)
        assert row.actionability in get_args(Actionability)
        assert set(row.group_codes) <= set(codes.groups())
        assert "unknown" not in {row.amount_class, row.pr_amount_class}


def test_each_reason_says_what_a_zero_line_becomes_or_that_it_denies_nothing():
    explains_no_denial = {"contractual", "deduction", "cost_share", "paid_elsewhere", "capitation", "prior_payer"}
    for row in codes.reasons().values():
        has_state = row.actionability != "none" or codes.categories()[row.category].state_when_unpaid is not None
        assert has_state or row.category in explains_no_denial, row.code
        if row.amount_class == "not_covered":
            assert has_state, row.code


def test_a_reason_has_its_own_state_or_an_action_but_not_both():
    for row in codes.reasons().values():
        if codes.categories()[row.category].state_when_unpaid is not None:
            assert row.actionability == "none", row.code


def test_only_what_was_not_covered_can_deny_units():
    assert {row.amount_class for row in codes.reasons().values() if row.denies_units} == {"not_covered"}


def test_a_retired_reason_is_still_read():
    row = codes.reason("42")
    assert (row.is_active, row.until, row.amount_class) == (False, date(2007, 6, 1), "price_cut")


def test_a_reason_ends_after_it_began():
    for row in codes.reasons().values():
        assert row.until is None or not row.is_active
        assert row.since is None or row.until is None or row.since < row.until


@pytest.mark.parametrize(
    ("reason", "groups"),
    [
        ("23", ("OA",)),
        ("18", ("OA", "CO")),
        ("45", ("CO", "PR")),
        ("133", ("OA",)),
        ("257", ("OA",)),
        ("209", ("OA",)),
        ("139", ("CO",)),
        ("303", ("CO",)),
        ("201", ("PR",)),
        ("278", ("CO", "PI")),
        ("97", ()),
    ],
)
def test_the_groups_a_reason_may_come_with(reason, groups):
    assert codes.reason(reason).group_codes == groups


def test_the_whole_published_list_is_here():
    numbers = {code for code in codes.reasons() if code.isdigit()}
    assert numbers == {str(number) for number in range(1, 309)}
    assert sum(row.is_active for row in codes.reasons().values()) > 280


def test_categories_have_distinct_ranks_and_listed_states():
    found = codes.categories().values()
    assert len({row.rank for row in found}) == len(found)
    assert {row.state_when_unpaid for row in found} - {None} <= set(codes.states())
    assert {f"denied_{action}" for action in get_args(Actionability)} - {"denied_none"} <= set(codes.states())
    assert {row.category for row in codes.reasons().values()} | {codes.UNKNOWN_CODE} == set(codes.categories())


def test_a_denial_tells_the_next_step():
    denying = {row.category for row in codes.reasons().values() if row.amount_class == "not_covered"}
    assert all(codes.categories()[category].next_step for category in denying)


def test_the_states_of_a_line():
    assert set(codes.states()) == STATES
    assert {state for state, row in codes.states().items() if row.may_dispute} == {
        "priced_short",
        "priced_rate_finding",
        "visit_priced",
    }
    assert {state for state, row in codes.states().items() if not row.is_current} == {"reversed", "superseded"}
    assert all(row.sentence.endswith(".") for row in codes.states().values())


def test_remarks_that_decide_a_state():
    assert codes.state_deciding_remarks() == {"MA130", "N211"}
    assert {row.effect for row in codes.remarks().values()} - {None} == set(get_args(RemarkEffect))


def test_each_claim_status_has_a_known_role():
    assert {row.role for row in codes.claim_statuses().values()} == set(get_args(ClaimRole))
    assert {code for code, row in codes.claim_statuses().items() if row.role == "secondary"} == {"2", "3", "20", "21"}
    assert codes.claim_status("19").role == "primary"
    assert codes.claim_status("4").role == "primary"


def test_provider_adjustments_keep_the_sign_of_the_wire():
    assert {row.usual_sign for row in codes.provider_adjustments().values()} == {"+", "-", "+-"}
    assert codes.provider_adjustment("L6").usual_sign == "-"
    assert codes.provider_adjustment("FB").treatment == "carried_forward"
    assert len(codes.provider_adjustments()) == 41


@pytest.mark.parametrize("code", ["999", "ZZ", "", " ", "x" * 40, "é", "9999"])
def test_an_unknown_code_is_answered(code):
    assert codes.reason(code).category == codes.UNKNOWN_CODE
    assert codes.provider_adjustment("?" + code).treatment == "plb_unknown"
    for look_up in (codes.reason, codes.remark, codes.group, codes.claim_status):
        assert not look_up(code).is_known
    assert not codes.filing_code("?" + code).is_known


def test_codes_are_found_in_any_spelling():
    assert codes.reason(" b4 ") is codes.reason("B4")
    assert codes.remark("ma130").effect == "unprocessable"


def test_no_official_wording_is_copied():
    # X12's texts carry these phrases; ours have no reason to.
    official = ("Usage:", "Refer to the 835", "At least one Remark Code", "Use only with Group Code", "claim/service")
    for name in ("codes/carc.csv", "codes/rarc.csv"):
        for row in rows(name):
            assert not any(phrase.lower() in row["label"].lower() for phrase in official), row["code"]
            assert len(row["label"]) <= 70, row["code"]
