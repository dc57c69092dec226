"""Which lines are priced, and in which state the others end, as given/expect cases and as properties of any pattern."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import codes
from contracts.adjudication.line_state import PAYABLE, AdjudicationPattern, Adjustment, dispose

CASES = list(csv.DictReader((Path(__file__).parent / "cases_codes" / "dispositions.csv").open(encoding="utf-8")))

# The traps that look like an underpayment and are recognized before any price is known.
TRAPS_DECIDED_HERE = {
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    17,
    20,
    21,
    25,
    26,
    27,
    30,
    31,
    32,
    33,
    34,
    35,
    42,
    49,
    50,
    53,
    54,
    56,
    62,
}


def adjustment(text):
    """'CO-45' took money away, 'CO-45-' added some, 'CO-45!' took the whole charge."""
    name = text.rstrip("-!")
    group, code = name.split("-")
    return Adjustment(group, code, "-" if text.endswith("-") else "+", text.endswith("!"))


def pattern(case):
    return AdjudicationPattern(
        status=case["status"] or None,
        is_paid=case["paid"] == "yes",
        has_cost_share=case["share"] == "yes",
        procedure=case["procedure"],
        has_service_date=case["date"] == "yes",
        in_balance=case["balance"] == "yes",
        adjustments=tuple(map(adjustment, case["adjustments"].split())),
        remarks=tuple(case["remarks"].split()),
    )


def title(case):
    return f"trap_{case['trap']}: {case['case']}" if case["trap"] else case["case"]


@pytest.mark.parametrize("case", CASES, ids=title)
def test_a_line_is_disposed_of(case):
    disposition = dispose(pattern(case))
    assert (disposition.state, disposition.reason) == (case["state"], case["reason"])


def test_every_trap_of_this_layer_has_a_case():
    assert {int(case["trap"]) for case in CASES if case["trap"]} == TRAPS_DECIDED_HERE


def test_every_state_a_remittance_alone_decides_has_a_case():
    by_others = {"priced_short", "priced_rate_finding", "priced_ok", "priced_over", "visit_priced", "ambiguous_lines"}
    by_history = {"superseded", "pending_correction", "reversal_orphan"}
    by_agreement = {"unmapped_contract", "no_rate"}
    expected = set(codes.states()) - by_others - by_history - by_agreement
    assert {case["state"] for case in CASES} - {PAYABLE} == expected


def test_a_partial_denial_says_so_and_names_its_reason():
    disposition = dispose(AdjudicationPattern("1", True, False, "hcpcs", True, True, (adjustment("CO-151"),)))
    assert disposition.state_of_denied_part
    assert disposition.sentence.startswith("CO-151: Number or frequency of services not supported.")


def test_an_unpermitted_deduction_is_no_partial_denial():
    adjustments = tuple(map(adjustment, ["CO-45", "CO-253", "PR-2"]))
    disposition = dispose(AdjudicationPattern("1", True, True, "hcpcs", True, True, adjustments))
    assert disposition.state_of_denied_part is None


def test_a_denial_in_disguise_tells_what_to_ask_for():
    disposition = dispose(AdjudicationPattern("1", False, False, "hcpcs", True, True, (adjustment("CO-45!"),)))
    assert disposition.category == "contractual"
    assert "no reason for that was given" in disposition.sentence


@pytest.mark.parametrize(
    ("reason", "modifiers", "state"),
    [
        ("CO-97!", ("59",), "denied_appealable"),
        ("CO-236!", ("XS",), "denied_appealable"),
        ("CO-97!", (), "bundled"),
        # repeated on purpose answers no bundled denial; separate from another service answers no duplicate
        ("CO-97!", ("76",), "bundled"),
        ("OA-18!", ("59",), "duplicate"),
        ("OA-18!", ("76",), "denied_appealable"),
        ("OA-18!", ("77",), "denied_appealable"),
        ("CO-18!", ("XE",), "denied_appealable"),
        ("OA-18!", (), "duplicate"),
        ("CO-29!", ("59", "76"), "timely_filing"),
        ("CO-16!", ("59", "76"), "denied_correctable"),
    ],
)
def test_a_modifier_answers_the_denial_that_overlooks_it(reason, modifiers, state):
    disposition = dispose(
        AdjudicationPattern("1", False, False, "hcpcs", True, True, (adjustment(reason),), modifiers=modifiers)
    )
    assert disposition.state == state
    assert (f"Modifier {modifiers[0]} says" in disposition.sentence if modifiers else True) == (
        state == "denied_appealable" or not modifiers
    )
    # what the payer gave for a reason stays known: by the visit, and beside the first decision, it counts as before
    assert disposition.zero_for == {"97": "bundled", "236": "bundled", "18": "duplicate"}.get(reason[3:-1])


@pytest.mark.parametrize(
    ("adjustments", "zero_for"),
    [(["CO-45!"], "price"), (["CO-45", "CO-59"], "price"), (["CO-45", "CO-Z9"], None), (["CO-242!"], None)],
)
def test_only_a_price_cut_without_another_reason_is_a_question_of_the_price(adjustments, zero_for):
    line = AdjudicationPattern("1", False, False, "hcpcs", True, True, tuple(map(adjustment, adjustments)))
    assert (dispose(line).state, dispose(line).zero_for) == ("denied_appealable", zero_for)


def test_the_next_step_of_a_missing_qualifying_service():
    line = AdjudicationPattern("1", False, False, "hcpcs", True, True, (adjustment("CO-107!"),))
    assert "Name the related or qualifying service and send the claim again" in dispose(line).sentence


def test_an_unprocessable_claim_has_another_clock():
    line = AdjudicationPattern("1", False, False, "hcpcs", True, True, (adjustment("CO-16!"),), ("MA130",))
    assert "MA130: Claim unprocessable: send a new one. There is no appeal" in dispose(line).sentence


def test_the_key_is_the_text_that_duckdb_writes():
    line = AdjudicationPattern(
        "1",
        True,
        False,
        "hcpcs",
        True,
        True,
        (adjustment("OA-94-"), adjustment("CO-45"), adjustment("CO-45")),
        ("MA130",),
    )
    assert line.key() == (
        '{"status":"1","is_paid":true,"has_cost_share":false,"procedure":"hcpcs","has_service_date":true,'
        '"in_balance":true,"adjustments":[{"group":"CO","reason":"45","sign":"+","is_full_charge":false},'
        '{"group":"OA","reason":"94","sign":"-","is_full_charge":false}],"remarks":["MA130"],"modifiers":[]}'
    )


def test_an_empty_pattern_keeps_its_fields():
    assert AdjudicationPattern(None, False, False, "none", False, False).key() == (
        '{"status":null,"is_paid":false,"has_cost_share":false,"procedure":"none","has_service_date":false,'
        '"in_balance":false,"adjustments":[],"remarks":[],"modifiers":[]}'
    )


@pytest.mark.parametrize(
    ("field", "value"), [("is_paid", "true"), ("in_balance", None), ("procedure", "HC"), ("has_cost_share", 1)]
)
def test_a_key_of_another_form_is_refused(field, value):
    fields = json.loads(AdjudicationPattern("1", True, False, "hcpcs", True, True).key())
    with pytest.raises(ValueError, match=field):
        AdjudicationPattern.from_key(json.dumps(fields | {field: value}))


reasons = st.one_of(st.sampled_from(sorted(codes.reasons())), st.text(max_size=5))
adjustments = st.builds(
    Adjustment, st.sampled_from(["CO", "OA", "PI", "PR", "CR", ""]), reasons, st.sampled_from("+-"), st.booleans()
)
patterns = st.builds(
    AdjudicationPattern,
    status=st.one_of(st.none(), st.sampled_from(sorted(codes.claim_statuses())), st.text(max_size=2)),
    is_paid=st.booleans(),
    has_cost_share=st.booleans(),
    procedure=st.sampled_from(["hcpcs", "none", "anesthesia"]),
    has_service_date=st.booleans(),
    in_balance=st.booleans(),
    adjustments=st.lists(adjustments, max_size=5).map(tuple),
    remarks=st.lists(st.sampled_from(sorted(codes.remarks())), max_size=3).map(tuple),
    modifiers=st.lists(st.sampled_from(["59", "76", "XE"]), max_size=2).map(tuple),
)


@given(patterns)
def test_any_pattern_ends_in_exactly_one_listed_state(line):
    disposition = dispose(line)
    assert disposition.state == PAYABLE or disposition.state in codes.states()
    assert disposition.sentence.endswith(".")


@given(patterns)
def test_only_a_decided_balanced_primary_line_is_payable(line):
    if dispose(line).state == PAYABLE:
        assert line.in_balance
        assert line.has_service_date
        assert line.procedure == "hcpcs"
        assert codes.claim_status(line.status or "").role in {"primary", "pended"}
        assert not any(codes.reason(each.reason).amount_class == "prior_payer" for each in line.adjustments)


@given(patterns, st.randoms())
def test_the_order_of_the_remittance_does_not_matter(line, random):
    shuffled = random.sample(line.adjustments * 2, len(line.adjustments) * 2)
    fields = {name: getattr(line, name) for name in line.__slots__} | {"adjustments": tuple(shuffled)}
    assert AdjudicationPattern(**fields) == line


@given(patterns)
def test_a_key_reads_back_as_the_same_pattern(line):
    assert AdjudicationPattern.from_key(line.key()) == line


def test_a_charge_below_zero_is_not_called_no_charge() -> None:
    facts = ("1", False, False, "hcpcs", True, True)
    taken_back = dispose(AdjudicationPattern(*facts, (Adjustment("CO", "45", "-", is_full_charge=True),)))
    nothing = dispose(AdjudicationPattern(*facts))
    assert taken_back.sentence.startswith("Charged below zero, ")
    assert nothing.sentence == "Nothing was charged on this line, so nothing is owed."
    assert taken_back.state == nothing.state == "denied_final"
