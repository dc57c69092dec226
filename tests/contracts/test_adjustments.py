"""Every cent of a charge has a name, and the payer's allowed amount follows from the names."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import codes
from contracts.adjudication.adjustments import classify, counts_as_allowed, denies_units
from contracts.codes import special_codes

CASES = list(csv.DictReader((Path(__file__).parent / "cases_codes" / "adjustment_classes.csv").open(encoding="utf-8")))

MEDICARE = frozenset({"253", "237", "144"})
NOTHING = frozenset()

# name: charge, paid, adjustments, deductions the agreement permits, the payer's allowed amount
LINES = {
    "commercial copay": ("100", "35", ["CO-45 40", "PR-3 25"], NOTHING, "60"),
    "deductible takes it all": ("100", "0", ["CO-45 40", "PR-1 60"], NOTHING, "60"),
    "Medicare with sequestration": ("60", "21.95", ["CO-45 32", "PR-2 5.60", "CO-253 .45"], MEDICARE, "28.00"),
    "MIPS penalty": ("60", "21.07", ["CO-45 32", "PR-2 5.60", "CO-237 .90", "CO-253 .43"], MEDICARE, "28.00"),
    "MIPS bonus": ("60", "22.39", ["CO-45 32", "PR-2 5.60", "CO-144 -.45", "CO-253 .46"], MEDICARE, "28.00"),
    "withhold": ("100", "52.50", ["CO-45 40", "PR-3 5", "CO-104 2.50"], frozenset({"104"}), "60"),
    "secondary": ("500", "65", ["OA-23 425", "CO-45 10"], NOTHING, "65"),
    "bundle raised by its partner": ("100", "120", ["OA-94 -50", "CO-45 30"], NOTHING, "120"),
    "bundled away": ("50", "0", ["CO-97 50"], NOTHING, "0"),
    "supplemental payment": ("100", "10", ["CO-45 40", "OA-B13 50"], NOTHING, "60"),
    "sequestration nobody agreed to": ("60", "21.95", ["CO-45 32", "PR-2 5.60", "CO-253 .45"], NOTHING, "27.55"),
    "bonus outside the agreement": ("60", "30.00", ["CO-45 32", "CO-144 -2.00"], NOTHING, "28.00"),
    "surcharge paid on top": ("100", "66", ["CO-45 40", "CO-137 -6"], NOTHING, "60"),
    "backup withholding of tax": ("100", "45.60", ["CO-45 40", "CO-105 14.40"], NOTHING, "60"),
    "filed late": ("100", "54", ["CO-45 40", "CO-B4 6"], NOTHING, "60"),
    "surcharge taken": ("100", "58.80", ["CO-45 40", "CO-137 1.20"], NOTHING, "60"),
    "tax on the sale": ("100", "57", ["CO-45 40", "CO-235 3"], NOTHING, "60"),
    "mandated by law": ("100", "59", ["CO-45 40", "OA-223 1"], NOTHING, "60"),
    "support of the ESRD network": ("100", "59.50", ["CO-45 40", "CO-118 .50"], NOTHING, "60"),
    "late, in small letters": ("100", "54", ["CO-45 40", "co-b4 6"], NOTHING, "60"),
    "a penalty that binds Medicare alone": ("100", "59", ["CO-45 40", "CO-237 1"], NOTHING, "59"),
    "a fee nobody agreed to": ("100", "59", ["CO-45 40", "CO-130 1"], NOTHING, "59"),
    "QMB": ("60", "22.40", ["CO-45 32", "OA-209 5.60"], MEDICARE, "28.00"),
    "spending account pays the copay": ("100", "60", ["CO-45 40", "PR-3 25", "PR-187 -25"], NOTHING, "60"),
    "units denied": ("120", "30", ["CO-45 30", "CO-151 60"], NOTHING, "30"),
    "patient owes for an unknown reason": ("100", "35", ["CO-45 40", "PR-999 25"], NOTHING, "60"),
    "payer keeps for an unknown reason": ("100", "35", ["CO-45 40", "CO-999 25"], NOTHING, "35"),
}


def read(text):
    name, amount = text.split()
    group, reason = name.split("-")
    return group, reason, Decimal(amount)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['group']}-{case['reason']}: {case['why']}")
def test_an_adjustment_has_one_class(case):
    assert classify(case["group"], case["reason"]) == case["class"]


@pytest.mark.parametrize("name", LINES)
def test_the_classes_add_up_to_the_charge(name):
    charge, paid, adjustments, _, _ = LINES[name]
    totals = defaultdict(Decimal)
    for group, reason, amount in map(read, adjustments):
        totals[classify(group, reason)] += amount
    assert Decimal(charge) == Decimal(paid) + sum(totals.values())


@pytest.mark.parametrize("name", LINES)
def test_the_actual_allowed_amount(name):
    _, paid, adjustments, permitted, allowed = LINES[name]
    counted = sum(
        amount
        for group, reason, amount in map(read, adjustments)
        if counts_as_allowed(group, reason, permitted, sign="-" if amount < 0 else "+")
    )
    assert Decimal(paid) + counted == Decimal(allowed)


def test_paid_plus_patient_share_is_not_what_medicare_allowed():
    _, paid, adjustments, permitted, allowed = LINES["Medicare with sequestration"]
    share = sum(amount for group, reason, amount in map(read, adjustments) if classify(group, reason) == "cost_share")
    assert Decimal(allowed) - (Decimal(paid) + share) == Decimal("0.45")
    assert counts_as_allowed("CO", "253", permitted)


def test_what_needs_no_permission_is_taken_after_the_price():
    assert special_codes.lawful_deductions() < special_codes.deductions()


@pytest.mark.parametrize("reason", ["119", "151", "222", "273", "198", "B1", "96", "50", "97"])
def test_a_quantity_beside_this_reason_denies_units(reason):
    assert denies_units(reason)


@pytest.mark.parametrize("reason", ["45", "59", "253", "1", "23", "16", "18", "29", "133", "B13", "24", "999", ""])
def test_a_quantity_beside_this_reason_denies_nothing(reason):
    assert not denies_units(reason)


groups = st.one_of(st.sampled_from(["CO", "OA", "PI", "PR", "CR", ""]), st.text(max_size=3))
reasons = st.one_of(st.sampled_from(sorted(codes.reasons())), st.text(max_size=5))


@given(groups, reasons)
def test_any_adjustment_has_a_class_and_only_an_unlisted_code_is_unknown(group, reason):
    is_listed = reason.strip().upper() in codes.reasons()
    assert (classify(group, reason) == "unknown") is not is_listed


@given(groups, reasons, st.sampled_from("+-"))
def test_a_price_cut_or_a_denial_never_counts_as_allowed(group, reason, sign):
    if classify(group, reason) in {"price_cut", "not_covered", "prior_payer"}:
        assert not counts_as_allowed(group, reason, frozenset({reason}), sign=sign)
