"""When the right to dispute ends, to the day."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.dispute_window import DisputeWindow, assumed_window, published_windows, read_window
from contracts.disputes.business_days import holiday_name, holidays_of, is_business_day
from contracts.disputes.deadline import close

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
    count, unit = case["length"].split()
    return DisputeWindow(
        days=int(count) if unit.startswith("day") else None,
        months=int(count) if unit.startswith("month") else None,
        counted_from=case["counted_from"],
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
    rolling = DisputeWindow(60, None, "payment_date", roll="next_business_day", filed_when="postmarked", source="p. 7")
    assert close(rolling, date(2026, 7, 9)).sentence == (
        "60 days after the payment date, 2026-07-09, end on Labor Day, 2026-09-07; the next business day is "
        "2026-09-08. The dispute must be postmarked by then (p. 7)."
    )


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


def test_a_window_is_read():
    found, problems = read_window(MEDICARE)
    assert problems == ()
    assert found == DisputeWindow(
        120, None, "remittance_date", 5, "received", "next_business_day", source="42 CFR 405.942"
    )


def test_a_short_window_has_defaults():
    found, problems = read_window({"months": 12, "counted_from": "date_of_service", "source": "Exhibit B"})
    assert problems == ()
    assert found == DisputeWindow(None, 12, "date_of_service", 0, "received", "none", source="Exhibit B")
    assert not found.is_assumed


@pytest.mark.parametrize(
    ("change", "key", "message"),
    [
        ({"days": None}, "days", "give exactly one of days and months"),
        ({"months": 4}, "days", "give exactly one of days and months"),
        ({"days": 0}, "days", "must be a whole number from 1 to 3660"),
        ({"days": "120"}, "days", "must be a whole number from 1 to 3660"),
        ({"days": 120.0}, "days", "must be a whole number from 1 to 3660"),
        ({"days": True}, "days", "must be a whole number from 1 to 3660"),
        ({"presumed_receipt_days": -1}, "presumed_receipt_days", "must be a whole number from 0 to 30"),
        ({"counted_from": None}, "counted_from", "is missing; one of remittance_date, payment_date"),
        ({"counted_from": "denial"}, "counted_from", "must be one of remittance_date, payment_date"),
        ({"filed_when": "sent"}, "filed_when", "must be one of received, postmarked"),
        ({"roll": ["none"]}, "roll", "must be one of none, next_business_day"),
        ({"source": None}, "source", "is missing: name the clause or page"),
        ({"source": "  "}, "source", "is missing: name the clause or page"),
        ({"day": 5}, "day", "unknown key; did you mean days?"),
        ({"is_assumed": True}, "is_assumed", "unknown key"),
    ],
)
def test_a_problem_in_a_window_is_named(change, key, message):
    mapping = {name: value for name, value in (MEDICARE | change).items() if value is not None}
    found, problems = read_window(mapping)
    assert found is None
    assert [(name, text) for name, text in problems if name == key and text.startswith(message)]


def test_all_problems_of_a_window_are_reported_at_once():
    _, problems = read_window({"dayz": 120, "roll": "forward"})
    assert [key for key, _ in problems] == ["counted_from", "days", "dayz", "roll", "source"]


@pytest.mark.parametrize(
    ("days", "months", "presumed"), [(None, None, 0), (90, 3, 0), (0, None, 0), (None, 0, 0), (90, None, -1)]
)
def test_a_window_that_cannot_be_is_refused(days, months, presumed):
    with pytest.raises(ValueError, match=r"window|receipt"):
        DisputeWindow(days, months, "remittance_date", presumed)


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
    lambda in_days, count, presumed, roll: DisputeWindow(
        days=count if in_days else None,
        months=None if in_days else count % 24 + 1,
        counted_from="remittance_date",
        presumed_receipt_days=presumed,
        roll=roll,
    ),
    st.booleans(),
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
