"""What we ship: the extract is what its script makes, holds numbers only, and covers the therapies whole."""

import re
from decimal import Decimal

import pytest

from contracts.medicare import rvu
from contracts.medicare.rates import MedicareRates
from tests.contracts.medicare.extract import DATA, SOURCES, made
from tests.reference import has_known_bytes


def words(text: str) -> list[str]:
    return text.split()


# Every always-therapy code of the 2026 file (multiple procedure indicator 5).
ALWAYS_THERAPY = words("""
    0791T 92507 92508 92521 92522 92523 92524 92526 92597 92607 92609 96125 97012 97016 97018 97022 97024 97026 97028
    97032 97033 97034 97035 97036 97110 97112 97113 97116 97124 97140 97150 97161 97162 97163 97164 97165 97166 97167
    97168 97530 97533 97535 97537 97542 97750 97755 97760 97761 97763 G0281 G0283 G0329
""")
CHIROPRACTIC_AND_VISITS = words("""
    98940 98941 98942 98943 99202 99203 99204 99205 99211 99212 99213 99214 99215 20560 20561 95851 95852 95992
""")


def numbers(text: str) -> list[list[Decimal | str]]:
    """The rows without the heading: CMS prints 1 where a copy of its file has 1.000, and the day of release is lost."""
    return [
        [Decimal(cell) if re.fullmatch(r"\d+\.?\d*", cell) else cell for cell in line.split(",")]
        for line in text.splitlines()
        if not line.startswith("#")
    ]


def test_the_committed_extract_is_what_the_script_makes():
    expected = list(made())
    committed = {str(path.relative_to(DATA)): path.read_text("utf-8") for path in DATA.rglob("*.csv")}
    assert set(committed) == {str(place) for place, _ in expected}
    different = []
    for source, (place, text) in zip(SOURCES, expected, strict=True):
        as_compared = str if has_known_bytes(source) else numbers
        if as_compared(committed[str(place)]) != as_compared(text):
            different.append(str(place))
    assert different == [], "run: python -m tests.contracts.medicare.extract"


def test_exactly_the_always_therapy_codes_carry_the_reduction_in_2026():
    rows = MedicareRates.load().release("RVU26C").rows()
    assert sorted(row.code for row in rows if row.multiple_procedure == "5") == sorted(ALWAYS_THERAPY)
    assert len(ALWAYS_THERAPY) == 52


@pytest.mark.parametrize("name", ["RVU24A", "RVU24AR", "RVU24C", "RVU25D", "RVU26C"])
def test_each_release_ships_therapy_chiropractic_and_visits(name):
    release = MedicareRates.load().release(name)
    missing = [code for code in (*ALWAYS_THERAPY, *CHIROPRACTIC_AND_VISITS) if release.row(code) is None]
    assert missing == []


def test_no_description_is_shipped():
    """Descriptions are the American Medical Association's: no field of a shipped row is longer than a code."""
    for path in (DATA / "rvu").glob("*.csv"):
        for row in rvu.read(path).rows():
            assert max(map(len, rvu.texts(row))) <= 6, row.code
