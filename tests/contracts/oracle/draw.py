"""Random visits from a seed: what these practices bill and what surgeons, radiologists and cardiologists do."""

import random
from datetime import date, timedelta
from fractions import Fraction

from tests.contracts.oracle.cms import localities


def words(text: str) -> list[str]:
    return text.split()


OFFICE, HOSPITAL = ["11", "11", "10", "02", "12", "22"], ["22", "24", "21", "19", "11"]
SIDES, THERAPIES, TESTS = words("50 RT RT LT LT 59"), words("GP GP CQ CO KX 59 RT"), words("26 26 TC TC 50 RT 59")
OPERATIONS = words("50 50 RT RT LT LT 59 80 82 AS AS 62 62 54 55 56")
POOLS = (  # codes, modifiers, places
    (words("97110 97112 97140 97530 97161 97035 97012 G0283 97116 98941 99213 97032"), THERAPIES, [None, *OFFICE]),
    (words("97110 97112 97140 97530 97161 97035 97010 0791T 97032 92507 97164 98940"), THERAPIES, OFFICE),
    (words("20610 20553 11042 20605 64483 11730 11104 17000 20550"), SIDES, OFFICE),
    (words("27447 22551 63047 44140 47562 29881 29880 29877 66984 19301 22853"), OPERATIONS, HOSPITAL),
    (words("45385 45380 45378 45384 45390 43239 43235 43249 43247 11042"), ["59", "51", "53", "RT"], HOSPITAL),
    (words("31231 31237 31255 31267 31575 31525 31526 31541 31571 20610"), SIDES, HOSPITAL),
    (words("72148 72141 73721 76856 70553 71260 74177 77067 76700 72100"), TESTS, OFFICE),
    (words("93306 93880 93970 93458 78452 93225 93350 93308 93000 93015"), TESTS, OFFICE),
    (words("92133 92134 92083 92250 76514 92235 92014 92012"), TESTS, OFFICE),
)
UNDECIDED = words("22 52 66 78 53")
ODD = words("99999 97014 98943 36415 29999 20610 72148 97110")
CREDENTIALS, PRACTITIONERS = words("PT MD DC OT SLP"), [None, *words("NP PA CNS LCSW LPC")]
AGREEMENTS = words("part_b part_b percent_112 no_reduction locked_2025 own_factor")
BY_LINE = {"no_reduction", "own_factor"}
FIRST, DAYS = date(2024, 1, 1), 1095


def visit(source: random.Random) -> dict:
    """An agreement, a day, a place, a locality and one to six lines."""
    codes, modifiers, places = source.choice(POOLS)
    on = FIRST + timedelta(days=source.randrange(DAYS))
    agreement = source.choice(AGREEMENTS)
    favourite = source.choice(codes)
    count = 1 if agreement in BY_LINE else source.choice([1, 2, 2, 3, 3, 4, 6])
    return {
        "agreement": agreement,
        "on": on,
        "place": source.choice(places),
        "locality": source.choice(localities(on.year)),
        "lines": [line(source, codes, modifiers, favourite) for _ in range(count)],
    }


def line(source: random.Random, codes: list[str], modifiers: list[str], favourite: str) -> dict:
    pool = ODD if source.random() < 0.02 else [favourite] if source.random() < 0.2 else codes
    drawn = [
        source.choice(UNDECIDED if source.random() < 0.02 else modifiers)
        for _ in range(source.choice([0, 0, 0, 0, 1, 1, 1, 2]))
    ]
    return {
        "code": source.choice(pool),
        "mods": list(dict.fromkeys(drawn)),
        "units": 0 if source.random() < 0.005 else source.choice([1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 6]),
        "charge": Fraction(source.randrange(500, 90000), 100),
        "by": source.choice(PRACTITIONERS if source.random() < 0.06 else CREDENTIALS),
    }


AGREED = words(
    "clauses clauses clauses parts parts released no_floor values apm tiered claims claims charged capped itself gaps"
    " shares shares limits limits disciplines disciplines providers credentials everyone greater lesser"
)
WORK = words("""97110 97110 97110 97140 97140 97530 97530 97112 97112 97116 97161 97164 97035 97012 97535 97810 97811
    L1830 99213 99203 20610 20610 11042 27447 45385 45380 72148 72141 93306 93880 98941 97999 97010 98943 36415
    22853 70496 73200 76800""")
MARKS = words("GP GP GP GO GO GN 59 XU CQ CQ CO 50 52 22 GT 26 TC 62 80 AS RT LT KX 54 66")
FURNISHED_BY = [*words("PT PT PT DC PTA NP PA LCSW MD"), None]


def agreed_visit(source: random.Random) -> dict:
    """A visit under an agreement with clauses: its site, number, products and claims as well."""
    on = FIRST + timedelta(days=source.randrange(DAYS))
    favourites = source.sample(WORK, 4) if source.random() < 0.5 else WORK
    lines, is_participant = [], source.random() < 0.2
    for _ in range(source.choice([1, 1, 2, 2, 3, 4, 6])):
        mods = [source.choice(MARKS) for _ in range(source.choice([0, 0, 0, 1, 1, 2]))]
        lines.append(
            {
                "code": source.choice(favourites),
                "mods": list(dict.fromkeys(mods)),
                "units": 0 if source.random() < 0.01 else source.choice([1, 1, 1, 1, 2, 2, 3, 6]),
                "charge": None if source.random() < 0.01 else Fraction(source.randrange(500, 40000), 100),
                "by": source.choice(FURNISHED_BY),
                "product": source.choice(["12", "12", "HM", None]),
                "claim": source.choice([1, 1, 2]),
                "provider": source.choice([1, 1, 1, 2, 2, 3, None]) if source.random() < 0.9 else None,
                # of the two sides of one operation by two people no rule says whose factor counts
                "participant": is_participant,
            }
        )
    return {
        "agreement": source.choice(AGREED),
        "on": on,
        "place": source.choice([None, *OFFICE, "21"]),
        "locality": source.choice(localities(on.year)),
        "site": source.choice(["raleigh", "raleigh", "anchorage", None]),
        "number": source.choice([None, *range(1, 31)]),
        "lines": lines,
    }
