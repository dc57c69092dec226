"""The [dispute_window] of an agreement: read strictly, all problems at once."""

import pytest

from contracts.agreements.dispute_window import DisputeWindow, read_window

MEDICARE = {
    "days": 120,
    "counted_from": "remittance_date",
    "presumed_receipt_days": 5,
    "filed_when": "received",
    "roll": "next_business_day",
    "source": "42 CFR 405.942",
}


def test_a_window_is_read():
    found, problems = read_window(MEDICARE)
    assert problems == ()
    assert found == DisputeWindow(
        120, None, ("remittance_date",), 5, "received", "next_business_day", source="42 CFR 405.942"
    )


def test_a_short_window_has_defaults():
    found, problems = read_window({"months": 12, "counted_from": "date_of_service", "source": "Exhibit B"})
    assert problems == ()
    assert found == DisputeWindow(None, 12, ("date_of_service",), 0, "received", "none", source="Exhibit B")
    assert not found.is_assumed


@pytest.mark.parametrize(
    ("change", "key", "message"),
    [
        ({"days": None}, "days", "give exactly one of days, months and business_days"),
        ({"months": 4}, "days", "give exactly one of days, months and business_days"),
        ({"business_days": 45}, "days", "give exactly one of days, months and business_days"),
        ({"days": None, "business_days": 2501}, "business_days", "must be a whole number from 1 to 2500"),
        ({"days": 0}, "days", "must be a whole number from 1 to 3660"),
        ({"days": "120"}, "days", "must be a whole number from 1 to 3660"),
        ({"days": 120.0}, "days", "must be a whole number from 1 to 3660"),
        ({"days": True}, "days", "must be a whole number from 1 to 3660"),
        ({"presumed_receipt_days": -1}, "presumed_receipt_days", "must be a whole number from 0 to 30"),
        ({"counted_from": None}, "counted_from", "is missing; one of remittance_date, payment_date"),
        ({"counted_from": "denial"}, "counted_from", "must be one of remittance_date, payment_date"),
        ({"counted_from": []}, "counted_from", "must be one of remittance_date, payment_date"),
        ({"counted_from": ["payment_date", 5]}, "counted_from", "must be one of remittance_date, payment_date"),
        ({"counted_from": ["payment_date", "payment_date"]}, "counted_from", "names an event twice"),
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
    ("days", "months", "business_days", "presumed"),
    [
        (None, None, None, 0),
        (90, 3, None, 0),
        (90, None, 45, 0),
        (0, None, None, 0),
        (None, 0, None, 0),
        (None, None, 0, 0),
        (90, None, None, -1),
    ],
)
def test_a_window_that_cannot_be_is_refused(days, months, business_days, presumed):
    with pytest.raises(ValueError, match=r"window|receipt"):
        DisputeWindow(days, months, ("remittance_date",), presumed, business_days=business_days)


def test_a_window_without_an_event_is_refused():
    with pytest.raises(ValueError, match="counts from an event"):
        DisputeWindow(90, None, ())


SECOND = {"days": 60, "source": "Manual, section 9.3"}


def test_a_second_level_is_read():
    found, problems = read_window(MEDICARE | {"second_level": SECOND | {"roll": "next_business_day"}})
    assert problems == ()
    assert found.second_level == DisputeWindow(
        60, None, ("first_level_answer",), roll="next_business_day", source="Manual, section 9.3"
    )
    assert read_window(MEDICARE)[0].second_level is None


@pytest.mark.parametrize(
    ("second_level", "key", "message"),
    [
        (60, "second_level", "must be a table: how long the payer's answer may be disputed"),
        ({"source": "S"}, "second_level.days", "give exactly one of days, months and business_days"),
        ({"days": 60}, "second_level.source", "is missing: name the clause or page"),
        (SECOND | {"counted_from": "payment_date"}, "second_level.counted_from", "unknown key"),
        (SECOND | {"second_level": SECOND}, "second_level.second_level", "unknown key"),
        (SECOND | {"roll": "back"}, "second_level.roll", "must be one of none, next_business_day"),
    ],
)
def test_a_problem_in_a_second_level_is_named(second_level, key, message):
    found, problems = read_window(MEDICARE | {"second_level": second_level})
    assert found is None
    assert [(name, text) for name, text in problems if name == key and text.startswith(message)]
