"""Distinct situations priced a second, on a realistic mix: python -m tests.bench.bench_pricing [seconds].

Therapy and chiropractic visits under Medicare, fee schedules and capped visits; injections and imaging among them. Each
situation is new to the pricer, as at night; fees repeat, as they do.
"""

import random
import sys
import time
from datetime import date
from decimal import Decimal

from contracts.pricing.price import price
from contracts.situation import Line, Situation
from tests.contracts.world import book

CODES = ("97110", "97110", "97140", "97112", "97530", "97116", "97161", "97035", "97012", "G0283", "98941", "99213")
BESIDE = ("20610", "20553", "72100", "72148", "97010")
AGREEMENTS = ("medicare", "medicare", "national", "reduced", "fees", "lesser", "half", "capped", "four_units")
LOCALITIES = ("11502/00", "01182/18", "09102/04", "02102/01")
ON = date(2026, 8, 3)


def situations(count: int, seed: int = 1) -> list[Situation]:
    """`count` situations of one to five lines, nearly all of them different."""
    source = random.Random(seed)
    starts = {name: book()[name].period_on(ON) for name in AGREEMENTS}
    made = []
    for _ in range(count):
        agreement = source.choice(AGREEMENTS)
        period = starts[agreement]
        assert period is not None
        lines = tuple(_line(source) for _ in range(source.choice((1, 2, 3, 3, 4, 5))))
        made.append(Situation(agreement, period.start, "11", source.choice(LOCALITIES), None, lines))
    return made


def _line(source: random.Random) -> Line:
    code = source.choice(BESIDE if source.random() < 0.06 else CODES)
    modifiers = source.choice(((), ("GP",), ("GP",), ("GP", "59"), ("GP", "CQ"), ("KX", "GP")))
    return Line(
        code, modifiers, Decimal(source.choice((1, 1, 1, 2, 2, 3))), Decimal(source.randrange(2000, 30000)) / 100
    )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    asked = situations(20_000)
    for each in asked[:200]:
        price(each, book())
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        for each in asked[done % 20_000 : done % 20_000 + 500]:
            price(each, book())
        done += 500
    rate = done / (time.process_time() - started)
    sys.stdout.write(f"{rate:,.0f} situations a second of one processor ({done:,} priced)\n")


if __name__ == "__main__":
    main()
