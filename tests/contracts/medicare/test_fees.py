"""What one unit is worth at a place on a day: given code, place, date; expect dollars or a refusal."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.medicare.rates import MedicareFee, MedicareRates, RateRefusal

RATES = MedicareRates.load()
MANUAL_THERAPY, EXERCISE, ACTIVITIES = "97140", "97110", "97530"
SUMMER_2026 = date(2026, 8, 3)


def fee(code, place="national", on=SUMMER_2026, modifiers=(), **choices) -> MedicareFee:
    found = RATES.fee(code, modifiers, on, place, **{"facility": False, **choices})
    assert isinstance(found, MedicareFee), found
    return found


def refusal(code, place="national", on=SUMMER_2026, modifiers=(), **choices) -> RateRefusal:
    found = RATES.fee(code, modifiers, on, place, **{"facility": False, **choices})
    assert isinstance(found, RateRefusal), found
    return found


@pytest.mark.parametrize(
    ("on", "amount", "factor", "release"),
    [
        (date(2024, 1, 1), "26.52", "32.7442", "RVU24A"),
        (date(2024, 3, 8), "26.52", "32.7442", "RVU24A"),
        (date(2024, 3, 9), "26.96", "33.2875", "RVU24AR"),
        (date(2024, 12, 31), "26.96", "33.2875", "RVU24C"),
        (date(2025, 1, 1), "27.17", "32.3465", "RVU25D"),
        (date(2025, 12, 31), "27.17", "32.3465", "RVU25D"),
        (date(2026, 1, 1), "27.72", "33.4009", "RVU26C"),
        (date(2026, 12, 31), "27.72", "33.4009", "RVU26C"),
    ],
)
def test_the_date_of_service_chooses_factor_and_release(on, amount, factor, release):
    found = fee(MANUAL_THERAPY, on=on)
    assert (found.amount, found.conversion_factor, found.release) == (Decimal(amount), Decimal(factor), release)


@pytest.mark.parametrize(
    ("code", "nonfacility", "facility"),
    [
        ("97110", "29.06", "29.06"),
        ("97112", "32.73", "32.73"),
        ("97140", "27.72", "27.72"),
        ("97530", "35.07", "35.07"),
        ("97161", "97.86", "97.86"),
        ("97162", "97.86", "97.86"),
        ("97163", "97.86", "97.86"),
        ("97164", "67.47", "67.47"),
        ("97035", "14.36", "14.36"),
        ("98940", "26.72", None),
        ("98941", "38.41", "28.06"),
        ("98942", "49.77", None),
        ("99213", "95.19", "57.45"),
        ("20610", "68.81", "39.75"),
    ],
)
def test_national_amounts_of_2026(code, nonfacility, facility):
    assert fee(code).amount == Decimal(nonfacility)
    if facility:
        assert fee(code, facility=True).amount == Decimal(facility)


@pytest.mark.parametrize(
    ("place", "amount"),
    [
        ("national", "27.72"),
        ("02102/01", "35.60"),  # Alaska: the 1.5 is inside the index and not applied again
        ("01182/18", "30.58"),  # Los Angeles
        ("01112/18", "30.58"),  # the same under another of California's MAC numbers
        ("CA-18", "30.58"),
        ("CA-65", "34.91"),
        ("CA-09", "34.86"),
        ("CA-52", "34.25"),
        ("CA-05", "34.24"),
        ("CA-51", "32.61"),
        ("CA-53", "32.59"),
        ("07102/13", "25.72"),  # Arkansas, the lowest, by the work floor
        ("11502/00", "26.73"),
        ("FL-04", "28.77"),
        ("FL-99", "27.32"),
        ("OH-00", "26.59"),
        ("NY-01", "30.95"),
    ],
)
def test_manual_therapy_around_the_country_in_2026(place, amount):
    assert fee(MANUAL_THERAPY, place).amount == Decimal(amount)


def test_a_unit_is_summed_exactly_and_rounded_once():
    found = fee(MANUAL_THERAPY, "01182/18")
    by_hand = (
        Decimal("0.43") * Decimal("1.041") + Decimal("0.39") * Decimal("1.183") + Decimal("0.01") * Decimal("0.664")
    ) * Decimal("33.4009")
    assert found.unrounded == by_hand
    assert found.amount == Decimal("30.58")
    assert (found.work, found.pe, found.mp) == (Decimal("0.43"), Decimal("0.39"), Decimal("0.01"))
    assert (found.gpci_work, found.gpci_pe, found.gpci_mp) == (Decimal("1.041"), Decimal("1.183"), Decimal("0.664"))
    assert found.locality == "01182/18"
    assert found.sources[0] == "CMS PPRRVU2026_Jul_nonQPP.csv, row 97140"


@pytest.mark.parametrize(
    ("place", "activities", "exercise_reduced", "manual_reduced", "day", "unreduced_day"),
    [
        ("national", "35.07", "22.21", "21.21", "100.70", "120.91"),
        ("CA-18", "39.23", "23.97", "22.88", "110.05", "133.95"),
        ("FL-99", "34.36", "22.08", "21.09", "99.61", "118.92"),
    ],
)
def test_a_therapy_day_with_one_unit_in_full(place, activities, exercise_reduced, manual_reduced, day, unreduced_day):
    """Two units of exercise, one of manual therapy, one of activities: the last has the highest practice expense."""
    exercise, manual, top = fee(EXERCISE, place), fee(MANUAL_THERAPY, place), fee(ACTIVITIES, place)
    assert {each.multiple_procedure for each in (exercise, manual, top)} == {"5"}
    assert max(exercise.pe, manual.pe, top.pe) == top.pe
    assert (top.amount, exercise.reduced_amount, manual.reduced_amount) == tuple(
        map(Decimal, (activities, exercise_reduced, manual_reduced))
    )
    assert top.amount + 2 * exercise.reduced_amount + manual.reduced_amount == Decimal(day)
    assert top.amount + 2 * exercise.amount + manual.amount == Decimal(unreduced_day)


@pytest.mark.parametrize(("qualifying", "amount"), [(False, "27.72"), (True, "27.86")])
def test_qualifying_apm_participants_have_a_factor_of_their_own_from_2026(qualifying, amount):
    assert fee(MANUAL_THERAPY, qualifying_apm=qualifying).amount == Decimal(amount)
    assert fee(MANUAL_THERAPY, on=date(2025, 7, 1), qualifying_apm=qualifying).amount == Decimal("27.17")


def test_a_locked_year_has_the_rates_of_its_january_1():
    locked = fee(MANUAL_THERAPY, "NC-00", year=2025)
    assert locked.amount == fee(MANUAL_THERAPY, "NC-00", on=date(2025, 1, 1)).amount == Decimal("26.11")
    assert fee(MANUAL_THERAPY, year=2024).conversion_factor == Decimal("32.7442")
    assert refusal(MANUAL_THERAPY, year=2022).reason == "no_release_for_dos"


@pytest.mark.parametrize(
    ("on", "note"),
    [
        (date(2024, 2, 1), None),
        (date(2024, 3, 9), None),
        (date(2024, 5, 1), "RVU24B, in force from 2024-04-01, is not loaded: RVU24AR of 2024-03-09 serves"),
        (date(2024, 8, 1), None),
        (date(2024, 11, 1), "RVU24D, in force from 2024-10-01, is not loaded: RVU24C of 2024-07-01 serves"),
        (
            date(2025, 8, 4),
            "RVU25C, in force from 2025-07-01, is not loaded: RVU25D of 2025-10-01, the earliest we have, serves",
        ),
        (date(2025, 11, 1), None),
        (SUMMER_2026, None),
        (date(2026, 10, 31), "RVU26D, in force from 2026-10-01, is not loaded: RVU26C of 2026-07-01 serves"),
    ],
)
def test_a_release_used_in_place_of_another_says_so(on, note):
    assert fee(MANUAL_THERAPY, on=on).release_note == note


@pytest.mark.parametrize(
    ("code", "modifiers", "place", "on", "reason", "words"),
    [
        ("97140", (), "national", date(2023, 12, 31), "no_release_for_dos", "2023"),
        ("97140", (), "national", date(2027, 1, 1), "no_release_for_dos", "2027"),
        ("99999", (), "national", SUMMER_2026, "unknown_code", "shortpay rates import"),
        ("97010", (), "national", SUMMER_2026, "bundled_status", "status B"),
        ("97014", (), "national", SUMMER_2026, "not_payable_status", "another code"),
        ("98943", (), "national", SUMMER_2026, "not_payable_status", "not covered"),
        ("0791T", (), "national", SUMMER_2026, "contractor_priced", "contractor"),
        ("97545", (), "national", SUMMER_2026, "contractor_priced", "no relative values"),
        ("97140", ("22",), "national", SUMMER_2026, "modifier_needs_review", "increased"),
        ("97140", ("GP", "52"), "national", SUMMER_2026, "modifier_needs_review", "reduced"),
        ("97140", ("53",), "national", SUMMER_2026, "modifier_needs_review", "no relative values of its own"),
        ("97140", ("26",), "national", SUMMER_2026, "modifier_needs_review", "no relative values of its own"),
        ("20610", ("66",), "national", SUMMER_2026, "modifier_needs_review", "by report"),
        ("72100", ("26", "TC"), "national", SUMMER_2026, "modifier_needs_review", "excludes"),
        ("97140", (), "11502/99", SUMMER_2026, "no_locality", "11502/99"),
        ("97140", (), "Raleigh", SUMMER_2026, "no_locality", "11502/00"),
        ("97140", (), "NC-01", SUMMER_2026, "no_locality", "NC-01"),
    ],
)
def test_what_has_no_price_says_why(code, modifiers, place, on, reason, words):
    found = refusal(code, place, on, modifiers)
    assert found.reason == reason
    assert words in found.sentence


@pytest.mark.parametrize(
    "modifiers", [("GP",), ("GP", "59"), ("KX", "GP"), ("CQ", "GP"), ("XU",), ("RT",), ("50",), ("AS",)]
)
def test_other_modifiers_leave_the_unit_price_alone(modifiers):
    assert fee(MANUAL_THERAPY, modifiers=modifiers).amount == Decimal("27.72")


def test_components_have_rows_of_their_own_and_add_up():
    whole, professional, technical = (fee("72100", modifiers=modifiers) for modifiers in ((), ("26",), ("TC",)))
    assert (whole.modifier, professional.modifier, technical.modifier) == (None, "26", "TC")
    assert professional.amount + technical.amount == whole.amount
    assert technical.work == 0
    assert professional.pe < technical.pe


def test_therapy_has_the_same_practice_expense_everywhere_and_says_so():
    found = fee(MANUAL_THERAPY, facility=True)
    assert found.amount == Decimal("27.72")
    assert not found.facility
    assert found.setting_note
    assert fee(MANUAL_THERAPY).setting_note is None


def test_what_is_never_done_in_a_facility_has_no_price_there():
    found = refusal("72100", facility=True)
    assert found.reason == "na_setting"
    assert "facility setting" in found.sentence


def test_evaluation_in_los_angeles_facility_equals_an_independent_calculator():
    assert fee("99213", "CA-18", facility=True).amount == Decimal("60.24")
