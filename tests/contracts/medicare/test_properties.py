"""What holds for every code, place and day: order, rounding and closed lists."""

from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from contracts.medicare.fees import Reason
from contracts.medicare.formula import PlaceIndices, formula_price
from contracts.medicare.rates import MedicareFee, MedicareRates, RateRefusal
from contracts.money import CENT

RATES = MedicareRates.load()
HALF_CENT = CENT / 2
ROWS = list(RATES.release("RVU26C").rows())
CODES = [*sorted({row.code for row in ROWS}), "99999"]
PLACES = ["national", *RATES.localities()]

rows = st.sampled_from([row for row in ROWS if row.status == "A"])
index = st.decimals("0.300", "2.600", places=3)
indices = st.builds(PlaceIndices, index, index, index)
factor = st.decimals("20.0000", "60.0000", places=4)
days = st.dates(date(2023, 12, 1), date(2027, 2, 1))
modifiers = st.lists(st.sampled_from(["GP", "59", "26", "TC", "50", "KX"]), max_size=2).map(tuple)
HALF = Decimal("0.5")


@given(rows, indices, factor, st.booleans())
def test_a_price_is_the_exact_product_rounded_once(row, place, cf, facility):
    price = formula_price(row, place, cf, facility=facility, reduced_share=HALF)
    assert abs(price.amount - price.unrounded) <= HALF_CENT
    assert price.unrounded == (row.work_rvu * place.work + price.pe * place.pe + price.mp * place.mp) * cf
    assert 0 <= price.reduced_amount <= price.amount


@given(rows, indices, indices, factor, factor, st.booleans())
def test_a_dearer_place_or_factor_never_pays_less(row, one, other, cf, raised, facility):
    low = PlaceIndices(min(one.work, other.work), min(one.pe, other.pe), min(one.mp, other.mp))
    high = PlaceIndices(max(one.work, other.work), max(one.pe, other.pe), max(one.mp, other.mp))
    cheap = formula_price(row, low, min(cf, raised), facility=facility, reduced_share=HALF)
    dear = formula_price(row, high, max(cf, raised), facility=facility, reduced_share=HALF)
    assert cheap.amount <= dear.amount
    assert cheap.reduced_amount <= dear.reduced_amount


@given(rows, indices, factor)
def test_the_imaging_cap_never_raises_a_price(row, place, cf):
    price = formula_price(row, place, cf, facility=False, reduced_share=HALF)
    uncapped = (row.work_rvu * place.work + row.pe_nonfacility_rvu * place.pe + row.mp_rvu * place.mp) * cf
    assert price.unrounded <= uncapped
    assert price.is_capped == (price.unrounded < uncapped)


@given(st.sampled_from(CODES), modifiers, days, st.sampled_from([*PLACES, "99999/99"]), st.booleans())
def test_an_answer_is_a_positive_price_with_sources_or_a_known_reason(code, given_modifiers, on, place, facility):
    found = RATES.fee(code, given_modifiers, on, place, facility=facility)
    if isinstance(found, RateRefusal):
        assert found.reason in get_args(Reason)
        assert found.sentence
    else:
        assert found.amount > 0
        assert len(found.sources) == 3
        assert all(found.sources)
        assert found.release[3:5] == str(on.year)[2:]


@given(st.sampled_from(CODES), st.sampled_from(PLACES), days)
def test_between_two_breaks_nothing_changes(code, place, on):
    """Pricing depends on it: the fee of the first day of a period holds for each of its days."""
    starts = [start for start in RATES.breaks() if start <= on]
    if starts:
        first = RATES.fee(code, (), starts[-1], place, facility=False)
        assert RATES.fee(code, (), on, place, facility=False) == first


def test_every_break_is_a_day_after_which_something_may_differ():
    """Of 97140 around the country, each break but those of law alone moves a fee or the note beside it."""
    places = ["national", "AR-13"]
    for start in RATES.breaks():
        before, after = (
            [RATES.fee("97140", (), on, place, facility=False) for place in places]
            for on in (start - timedelta(1), start)
        )
        assert before != after, start


def test_a_locked_year_does_not_move_with_the_date_of_service():
    fees = {RATES.fee("97140", (), date(2023 + shift, 5, 5), "NC-00", facility=False, year=2025) for shift in range(6)}
    assert len(fees) == 1
    assert all(isinstance(fee, MedicareFee) for fee in fees)
