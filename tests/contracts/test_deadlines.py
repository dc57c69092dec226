"""When the right to dispute ends, to the day."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.dispute_window import (
    LENGTHS,
    CountedFrom,
    DisputeWindow,
    assumed_window,
    published_windows,
    read_window,
)
from contracts.disputes.business_days import holiday_name, holidays_of, is_business_day
from contracts.disputes.deadline import BASIS_NAMES, close

CASES = list(csv.DictReader((Path(__file__).parent / "cases_codes" / "deadlines.csv").open(encoding="utf-8")))

MEDICARE = {
    "days": 120,
    "counted_from": "remittance_date",
    "presumed_receipt_days": 5,
    "filed_when": "received",
    "roll": "next_business_day",
    "source": "42 CFR 405.942",
}


def window(case):
    count, unit, *_ = case["length"].split()
    return DisputeWindow(
        days=int(count) if unit.startswith("day") else None,
        months=int(count) if unit.startswith("month") else None,
        business_days=int(count) if unit == "business" else None,
        counted_from=(case["counted_from"],),
        presumed_receipt_days=int(case["presumed"]),
        roll=case["roll"],
        source="section 9.2",
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_window_closes(case):
    deadline = close(window(case), date.fromisoformat(case["basis"]))
    assert str(deadline.deadline) == case["deadline"]
    assert str(deadline.safe_deadline) == case["safe_deadline"]
    assert case["deadline"] in deadline.sentence
    assert case["basis"] in deadline.sentence


def test_a_window_that_expires_on_the_day_of_the_run_is_open():
    deadline = close(assumed_window(), date(2026, 5, 6))
    assert deadline.deadline == date(2026, 11, 2)
    assert deadline.is_open(date(2026, 11, 2))
    assert deadline.days_left(date(2026, 11, 2)) == 0
    assert not deadline.is_open(date(2026, 11, 3))
    assert deadline.days_left(date(2026, 11, 3)) == -1


def test_the_safe_deadline_counts_from_the_earliest_date_of_the_remittance():
    basis, earliest = date(2026, 2, 4), date(2026, 2, 1)
    assert close(assumed_window(), basis).safe_deadline == date(2026, 8, 3)
    assert close(assumed_window(), basis, earliest_basis=earliest).safe_deadline == date(2026, 7, 31)
    assert close(assumed_window(), basis, earliest_basis=earliest).deadline == date(2026, 8, 3)
    later = basis + timedelta(days=30)
    assert close(assumed_window(), basis, earliest_basis=later) == close(assumed_window(), basis)


def test_a_sentence_says_how_the_day_came_about():
    medicare, _ = read_window(MEDICARE)
    assert close(medicare, date(2026, 3, 2)).sentence == (
        "120 days after the remittance date, 2026-03-02, and 5 more for its receipt, end on Sunday, 2026-07-05; "
        "the next business day is 2026-07-06. The dispute must be received by then (42 CFR 405.942)."
    )


def test_a_sentence_names_the_holiday():
    rolling = DisputeWindow(
        60, None, ("payment_date",), roll="next_business_day", filed_when="postmarked", source="p. 7"
    )
    assert close(rolling, date(2026, 7, 9)).sentence == (
        "60 days after the payment date, 2026-07-09, end on Labor Day, 2026-09-07; the next business day is "
        "2026-09-08. The dispute must be postmarked by then (p. 7)."
    )


def test_a_sentence_counts_business_days():
    window, _ = read_window({"business_days": 45, "counted_from": "payment_date", "source": "Manual, 9.2"})
    assert close(window, date(2026, 10, 1)).sentence == (
        "45 business days after the payment date, 2026-10-01, end on 2026-12-08. "
        "The dispute must be received by then (Manual, 9.2)."
    )


def test_a_sentence_says_which_of_two_events_was_the_later():
    window, _ = read_window({"days": 60, "counted_from": ["remittance_date", "payment_date"], "source": "9.2"})
    assert window.counted_from == ("remittance_date", "payment_date")
    assert close(window, date(2026, 3, 4), event="payment_date").sentence.startswith(
        "60 days after the later of the remittance date and the payment date, here the payment date, 2026-03-04, end on"
    )


def test_a_sentence_says_that_a_receipt_is_not_known():
    window, _ = read_window({"days": 60, "counted_from": "payer_receipt", "source": "9.2"})
    assert close(window, date(2026, 3, 4), event="payer_receipt").sentence.startswith(
        "60 days after the payer's receipt of the claim, 2026-03-04, end on"
    )
    assert close(window, date(2026, 3, 1), event="receipt_unknown").sentence.startswith(
        "60 days after the date of service, because the day on which the payer received the claim (DTM*050) is not on "
        "the remittance and cannot be earlier, 2026-03-01, end on"
    )


def test_every_event_has_a_name():
    others = {"receipt_unknown", "first_level_answer", "answer_unknown", "amendment"}
    assert set(BASIS_NAMES) == {*get_args(CountedFrom), *others}


def test_an_assumed_window_says_so():
    assert assumed_window().is_assumed
    assert assumed_window().days == 180
    assert "This window is assumed" in close(assumed_window(), date(2026, 1, 2)).sentence


def test_published_windows_are_proposals():
    windows = published_windows()
    assert windows["medicare_part_b"].length == "120 days"
    assert windows["unitedhealthcare"].length == "12 months"
    assert all(each.source for each in windows.values())
    assert {name for name, each in windows.items() if not each.is_assumed} == {
        "medicare_part_b",
        "medi_cal_fee_for_service",
    }


def test_a_published_window_says_when_its_source_was_read():
    undated = [name for name, each in published_windows().items() if "; checked 20" not in each.source]
    assert undated == ["assumed"]


def test_the_window_of_the_law_is_a_right():
    sentence = close(assumed_window(("PALMETTO",), ("MB",)), date(2026, 3, 2)).sentence
    assert "42 CFR 405.942" in sentence
    assert "assumed" not in sentence
    # the same days as a contract's published habit would be only an assumption
    assert "assumed" in close(assumed_window(("PALMETTO",), ("MB", "16")), date(2026, 3, 2)).sentence


@pytest.mark.parametrize(
    ("names", "filing_codes", "program"),
    [
        (("Aetna Choice POS",), ("12", "13"), "aetna"),
        (("UNITEDHEALTHCARE*",), (), "unitedhealthcare"),
        (("MEDICARE B CAROLINAS",), ("MB",), "medicare_part_b"),
        (("Aetna Medicare",), ("MB", "12"), "aetna"),
        (("HEALTH NET FEDERAL",), ("CH",), "tricare"),
        (("SUMMERFIELD MUTUAL*",), ("12",), "assumed"),
        ((), (), "assumed"),
        # a payer that treats its Medicare customers otherwise: the name and the program, not one of the two
        (("Cigna HealthSpring",), ("16",), "cigna_medicare"),
        (("Cigna HealthSpring",), ("16", "12"), "cigna"),
        (("Cigna Open Access Plus",), (), "cigna"),
        (("WELLCARE",), ("16",), "assumed"),
        (("Optum VA CCN",), ("VA",), "va_community_care"),
        (("TriWest Healthcare Alliance",), ("VA", "OF"), "va_community_care_by_name"),
        (("Optum Physical Health",), ("12",), "assumed"),
        (("Optum Physical Health",), ("VA",), "va_community_care"),
        (("STATE VETERANS FUND",), ("VA",), "assumed"),
        (("TRICARE East",), (), "tricare_by_name"),
    ],
)
def test_an_agreement_without_a_window_is_given_what_its_program_or_payer_publishes(names, filing_codes, program):
    window = assumed_window(names, filing_codes)
    assert window == published_windows()[program]


# The days off as the Office of Personnel Management lists them, weekend shifts included.
DAYS_OFF = {
    2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    2029: "01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25",
    2030: "01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
}


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_days_off_of_a_year(year):
    assert " ".join(day.strftime("%m-%d") for day in holidays_of(year)) == DAYS_OFF[year]


def test_juneteenth_is_a_holiday_since_2021():
    assert holiday_name(date(2020, 6, 19)) is None
    assert holiday_name(date(2021, 6, 18)) == "Juneteenth"


windows = st.builds(
    lambda unit, count, presumed, roll: DisputeWindow(
        days=count if unit == "days" else None,
        months=count % 24 + 1 if unit == "months" else None,
        business_days=count if unit == "business_days" else None,
        counted_from=("remittance_date",),
        presumed_receipt_days=presumed,
        roll=roll,
    ),
    st.sampled_from(LENGTHS),
    st.integers(1, 800),
    st.integers(0, 30),
    st.sampled_from(["none", "next_business_day"]),
)
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@given(windows, days, st.none() | days)
def test_the_safe_deadline_is_a_business_day_and_never_the_later_one(window, basis, earliest):
    deadline = close(window, basis, earliest_basis=earliest)
    assert deadline.safe_deadline <= deadline.deadline
    assert is_business_day(deadline.safe_deadline)


@given(windows, days)
def test_a_rolled_deadline_is_the_first_business_day(window, basis):
    deadline = close(window, basis).deadline
    if window.roll == "next_business_day":
        assert is_business_day(deadline)
    assert deadline > basis


@given(windows, days)
def test_a_later_basis_never_closes_earlier(window, basis):
    assert close(window, basis + timedelta(days=1)).deadline >= close(window, basis).deadline


def test_a_mistyped_year_closes_somewhere():
    assert close(assumed_window(), date(9999, 12, 31)).deadline.year == 9900
