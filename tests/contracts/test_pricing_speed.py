"""How many distinct situations a second are priced: a night prices only what is new, and must not wait for it."""

import time
from datetime import date

import pytest

from contracts.pricing import price
from tests.contracts.world import book, situation

ENOUGH = 1_000  # a third of what two slow cores do, so that a busy machine does not fail the build
VISITS = [
    ["2 x 97110-GP for 200.00", "1 x 97140-GP-CQ for 90.00", "1 x 97530-GP for 90.00"],
    ["1 x 98941-AT for 80.00", "1 x 97140-59 for 90.00"],
    ["1 x 97161-GP for 180.00", "2 x 97110-GP for 180.00", "1 x 97112-GP for 90.00", "1 x 97012 for 40.00"],
]


@pytest.mark.bench
@pytest.mark.parametrize("agreement", ["medicare", "lesser", "capped"])
def test_situations_priced_a_second(agreement: str) -> None:
    asked = [situation(agreement, date(2025, 8, 4), lines, locality="01182/18") for lines in VISITS] * 300
    price(asked[0], book())
    started = time.process_time()  # the machine may have other work to do
    for each in asked:
        price(each, book())
    rate = len(asked) / (time.process_time() - started)
    print(f"{agreement}: {rate:,.0f} situations/s")
    assert rate > ENOUGH
