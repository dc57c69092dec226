"""Interest on late payments by the law of a state: to the day and to the cent, and never where it cannot be told."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.agreement import Agreement, AgreementProblems, load_book
from contracts.agreements.prompt_pay import PromptPay, PromptPayLaw, Rate, state_laws, why_no_law, why_not_reached
from contracts.prompt_pay.interest import LatePayment, interest, interest_owed, last_day
from tests.contracts.world import CASES as AGREEMENT_CASES
from tests.contracts.world import rates, setup

CASES = list(csv.DictReader((Path(__file__).parent / "cases_codes" / "interest.csv").open(encoding="utf-8")))
LATE = LatePayment(
    site_state="OH",
    filing_code="12",
    group_number="G1",
    received=date(2026, 7, 1),
    paid_on=date(2026, 9, 14),
    paid=Decimal("100.00"),
    interest_paid=Decimal("0.00"),
    has_unnamed_interest=False,
)


def shown(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_interest_is_owed(case: dict[str, str]) -> None:
    payment = replace(
        LATE,
        received=date.fromisoformat(case["received"]),
        paid_on=date.fromisoformat(case["paid_on"]),
        paid=Decimal(case["amount"]),
        interest_paid=Decimal(case["interest_paid"]),
    )
    found = interest_owed(PromptPay(case["law"]), payment)
    values = (found.pay_by, found.days_late, found.due, found.owed, found.outcome)
    assert [shown(value) for value in values] == [
        case[name] for name in ("pay_by", "days_late", "due", "owed", "outcome")
    ]


def test_the_cases_show_every_law() -> None:
    assert {case["law"] for case in CASES} == {law.name for law in state_laws()}


def test_a_sentence_has_the_days_the_rate_the_amounts_and_the_statute() -> None:
    assert interest_owed(PromptPay("OH"), LATE).sentence == (
        "Received 2026-07-01, paid 2026-09-14, 45 days after the last day to pay, 2026-07-31 (30 days): 18 percent a "
        "year on 100.00 is 2.22, and 0.00 of interest was paid (Ohio Rev. Code 3901.381(B)(1) and 3901.389). A "
        "self-funded plan owes none (ERISA); the remittance does not say whether this is one."
    )
    moved = replace(LATE, paid=Decimal("1000.00"))
    assert "2026-08-17 (45 days, moved on to a business day)" in interest_owed(PromptPay("PA"), moved).sentence


@pytest.mark.parametrize(
    ("change", "terms", "outcome", "words"),
    [
        ({"received": None}, PromptPay("OH"), "no_receipt", "the payer's receipt (DTM*050) is not on the remittance"),
        ({"paid_on": None}, PromptPay("OH"), "no_receipt", "the day of payment (BPR16) is not sent"),
        ({"site_state": "OH"}, PromptPay("site"), "owed", "Ohio Rev. Code"),
        ({"site_state": None}, PromptPay("site"), "no_law", "the site of the service is not"),
        ({"site_state": "NV"}, PromptPay("site"), "no_law", "No prompt-pay law of NV is on file."),
        ({"site_state": "TX"}, PromptPay("site"), "no_law", "set a penalty out of the billed charges"),
        ({"site_state": "CA"}, PromptPay("site"), "no_law", "name CA_plan or CA_insurer in the agreement"),
        ({"filing_code": "MB"}, PromptPay("OH"), "not_reached", "Medicare pays its own interest"),
        ({"filing_code": "16"}, PromptPay("OH"), "not_reached", "Medicare Advantage"),
        ({"filing_code": "MC"}, PromptPay("OH"), "not_reached", "Medicaid"),
        ({"filing_code": "WC"}, PromptPay("site"), "not_reached", "workers' compensation"),
        ({"filing_code": "HM"}, PromptPay("OH"), "owed", "Ohio Rev. Code"),
        ({"filing_code": None}, PromptPay("OH"), "owed", "Ohio Rev. Code"),
        ({"group_number": "SF200"}, PromptPay("OH", ("SF*",)), "not_reached", "group SF200 is self-funded"),
        ({"group_number": "IN200"}, PromptPay("OH", ("SF*",)), "owed", "Ohio Rev. Code"),
        ({"group_number": None}, PromptPay("OH", ("SF*",)), "owed", "Ohio Rev. Code"),
        ({"has_unnamed_interest": True}, PromptPay("OH"), "unnamed", "ask the payer for which"),
        ({"has_unnamed_interest": True, "interest_paid": Decimal("2.22")}, PromptPay("OH"), "paid", "2.22 of interest"),
    ],
)
def test_what_cannot_be_told_is_not_owed(change: dict[str, object], terms: PromptPay, outcome: str, words: str) -> None:
    found = interest_owed(terms, replace(LATE, **change))  # type: ignore[arg-type]
    assert found.outcome == outcome
    assert words in found.sentence
    assert (found.owed or 0) == (Decimal("2.22") if outcome == "owed" else 0)


def test_a_clause_of_the_contract_reaches_every_claim() -> None:
    clause = PromptPayLaw("contract", None, 45, None, (Rate(46, Decimal(1)),), "month", "Section 7")
    found = interest_owed(PromptPay(clause), replace(LATE, filing_code="WC"))
    # August 15 is a Saturday; 28 days at 12 percent a year
    assert (found.outcome, found.owed) == ("owed", Decimal("0.92"))
    assert "Section 7" in found.sentence
    assert "ERISA" not in found.sentence


@pytest.mark.parametrize("law", state_laws(), ids=lambda law: law.name)
def test_a_law_says_what_it_is(law: PromptPayLaw) -> None:
    assert (law.days is None) != (law.working_days is None)
    assert law.statute
    assert law.rates[0].from_day == law.shortest + 1
    assert [rate.from_day for rate in law.rates] == sorted({rate.from_day for rate in law.rates})
    assert law.state is not None
    assert why_no_law(law.state) is None


@pytest.mark.parametrize("code", ["12", "13", "14", "15", "HM", "BL", "CI", None])
def test_insured_claims_are_reached(code: str | None) -> None:
    assert why_not_reached(code) is None


days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
amounts = st.integers(1, 10_000_00).map(lambda cents: Decimal(cents).scaleb(-2))


@given(st.sampled_from(state_laws()), days, st.integers(0, 700), amounts)
def test_a_day_later_never_owes_less(law: PromptPayLaw, received: date, after: int, amount: Decimal) -> None:
    paid_on = last_day(law, received) + timedelta(days=after)
    today, tomorrow = (interest(law, amount, received, paid_on + timedelta(days=n)) for n in (0, 1))
    assert today <= tomorrow
    assert (today == 0) if after == 0 else (today >= 0)


# The sum day by day, with the percent of each day, is what the formula gives.
@given(st.sampled_from(state_laws()), days, st.integers(1, 400), amounts)
def test_interest_is_the_sum_of_its_days(law: PromptPayLaw, received: date, after: int, amount: Decimal) -> None:
    last = last_day(law, received)
    total = Decimal(0)
    for day in range(1, after + 1):
        number = (last + timedelta(days=day) - received).days
        percent = [rate.percent for rate in law.rates if rate.from_day <= number][-1]
        total += percent * (12 if law.per == "month" else 1)
    exact = amount * total / 36500
    assert abs(interest(law, amount, received, last + timedelta(days=after)) - exact) <= Decimal("0.005")


def with_lines(folder: Path, lines: str) -> Agreement:
    text = (AGREEMENT_CASES / "agreements" / "charges.toml").read_text("utf-8")
    (folder / "charges.toml").write_text(f"{lines}\n{text}", "utf-8")
    return load_book(folder, folder, setup(), rates())["charges"]


@pytest.mark.parametrize(
    ("lines", "law"),
    [
        ("", None),
        ('prompt_pay = "OH"', PromptPay("OH")),
        ('prompt_pay = "CA_plan"', PromptPay("CA_plan")),
        ('prompt_pay = "site"\nself_funded_groups = ["SF*"]', PromptPay("site", ("SF*",))),
        (
            'prompt_pay = { days = 45, percent = "1", per = "month", least = "1.00", source = "Section 7" }',
            PromptPay(
                PromptPayLaw("contract", None, 45, None, (Rate(46, Decimal(1)),), "month", "Section 7", Decimal("1.00"))
            ),
        ),
        (
            'prompt_pay = { working_days = 20, percent = "12", per = "year", source = "Section 7" }',
            PromptPay(PromptPayLaw("contract", None, None, 20, (Rate(21, Decimal(12)),), "year", "Section 7")),
        ),
    ],
)
def test_an_agreement_names_its_law(tmp_path: Path, lines: str, law: PromptPay | None) -> None:
    assert with_lines(tmp_path, lines).prompt_pay == law


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('prompt_pay = "ZZ"', 'no law "ZZ" is on file; there are: CA_plan, CA_insurer, CO'),
        ('prompt_pay = "CA"', '"CA" has a law for each kind of payer: CA_plan or CA_insurer'),
        ('prompt_pay = "TX"', 'the law of "TX" gives no finding: Tex. Ins. Code 843.342'),
        ("prompt_pay = true", 'must be a law such as "OH", or "site", or a table, not true'),
        ('self_funded_groups = ["SF*"]', "is for prompt_pay, which is missing"),
        (
            'self_funded_groups = ["SF*"]\nprompt_pay = { days = 45, percent = "1", per = "month", source = "S" }',
            "is for a state's law: a clause of the contract holds for all groups",
        ),
        ('prompt_pay = { percent = "1", per = "month", source = "S" }', "give exactly one of days and working_days"),
        ('prompt_pay = { days = 45, percent = "1", source = "S" }', 'is missing: one of "year", "month"'),
        ('prompt_pay = { days = 45, percent = "1", per = "month" }', "is missing"),
        ('prompt_pay = { days = 45, per = "month", source = "S" }', "is missing: a percent in quotes"),
        ('prompt_pay = { days = 45, percent = "1", per = "month", source = "S", day = 1 }', "unknown key"),
    ],
)
def test_a_problem_in_it_is_named(tmp_path: Path, lines: str, problem: str) -> None:
    with pytest.raises(AgreementProblems) as raised:
        with_lines(tmp_path, lines)
    assert any(problem in each.message for each in raised.value.problems)


def test_medicare_has_no_state_law(tmp_path: Path) -> None:
    text = (AGREEMENT_CASES / "agreements" / "part_b.toml").read_text("utf-8")
    (tmp_path / "part_b.toml").write_text(f'prompt_pay = "OH"\n{text}', "utf-8")
    with pytest.raises(AgreementProblems, match="Medicare pays its own interest"):
        load_book(tmp_path, tmp_path, setup(), rates())
