"""Where a service was furnished: ZIP to locality, locality to indices, and the work floor of the day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.medicare import gpci
from contracts.medicare.gpci import Locality
from contracts.medicare.locality import ranges
from contracts.medicare.rates import MedicareFee, MedicareRates, RateRefusal
from tests.contracts.medicare.extract import DATA
from tests.reference import cms_file

RATES = MedicareRates.load()
SUMMER_2026 = date(2026, 8, 3)
LAPSED = """
unit = "in_force, lapsed or unknown"
[[period]]
effective_from = 2024-01-01
value = "lapsed"
source = "a law that let it lapse"
checked = 2026-11-21
"""


@pytest.mark.parametrize(
    ("zip5", "locality"),
    [
        ("10001", "13202/01"),
        ("33101", "09102/04"),
        ("90001", "01182/18"),
        ("94102", "01112/05"),
        ("27601", "11502/00"),
        ("99501", "02102/01"),
    ],
)
def test_a_zip_is_in_one_locality(zip5, locality):
    assert RATES.locality_of_zip(zip5) == locality


def test_a_zip_that_needs_its_extension_is_refused():
    lines = cms_file("2025/ZIP5_OCT2025.txt").read_text().splitlines()
    ambiguous = [line[2:7] for line in lines if line[20] == "1"]
    assert len(ambiguous) == 580
    for zip5 in ambiguous:
        found = RATES.locality_of_zip(zip5)
        assert isinstance(found, RateRefusal)
        assert found.reason == "ambiguous_zip"


@pytest.mark.parametrize("zip5", ["00000", "99999", "2760", "276010", "ABCDE", ""])
def test_an_unknown_zip_is_refused(zip5):
    found = RATES.locality_of_zip(zip5)
    assert isinstance(found, RateRefusal)
    assert found.reason == "no_locality"


def test_every_zip_of_cms_keeps_its_locality_and_joins_the_indices_of_every_year():
    lines = cms_file("2025/ZIP5_OCT2025.txt").read_text().splitlines()
    for line in lines:
        if line[20] == "0":
            assert RATES.locality_of_zip(line[2:7]) == f"{line[7:12]}/{line[12:14]}"
    for place in {f"{line[7:12]}/{line[12:14]}" for line in lines}:
        for year in (2024, 2025, 2026):
            assert isinstance(RATES.fee("97140", (), date(year, 12, 1), place, facility=False), MedicareFee)


def test_neighbours_of_one_locality_become_one_row_and_gaps_stay_gaps():
    rows = ranges(
        [
            ("00103", "11502", "00", False),
            ("00101", "11502", "00", False),
            ("00102", "11502", "00", False),
            ("00105", "11502", "00", False),
            ("00106", "11502", "00", True),
        ]
    )
    assert [(row.first_zip, row.last_zip, row.is_ambiguous) for row in rows] == [
        ("00101", "00103", False),
        ("00105", "00105", False),
        ("00106", "00106", True),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("11502/00", "11502/00"),
        ("NC-00", "11502/00"),
        ("01182/18", "01182/18"),
        ("01112/18", "01182/18"),  # the cap file of 2025 prints Los Angeles under northern California's MAC
        ("01182/05", "01112/05"),
        ("13202/04", "13292/04"),  # Queens has a MAC of its own
        ("09202/20", "09202/20"),  # one MAC, two territories
        ("09202/50", "09202/50"),
        ("VI-50", "09202/50"),
    ],
)
def test_a_locality_answers_to_its_names(name, key):
    found = RATES.fee("97140", (), SUMMER_2026, name, facility=False)
    assert isinstance(found, MedicareFee)
    assert found.locality == key


def test_every_year_has_the_same_109_localities():
    years = [gpci.read(path) for path in sorted((DATA / "gpci").glob("*.csv"))]
    assert [len(each.localities) for each in years] == [109, 109, 109]
    assert set(years[0].by_state) == set(years[1].by_state) == set(years[2].by_state)
    assert set(years[0].by_mac) == set(years[1].by_mac) == set(years[2].by_mac)
    assert len(RATES.localities()) == 109
    assert RATES.localities()["11502/00"].name == "NORTH CAROLINA"


def locality(unfloored: str | None, floored: str | None) -> Locality:
    work = [None if text is None else Decimal(text) for text in (unfloored, floored)]
    return Locality("00000", "XX", "00", "SOMEWHERE", work[0], work[1], Decimal(1), Decimal(1))


@pytest.mark.parametrize(
    ("unfloored", "floored", "floor", "work", "raised"),
    [
        ("0.974", "1.000", "in_force", "1.000", True),
        ("0.974", "1.000", "lapsed", "0.974", False),
        ("0.974", "1.000", "unknown", None, None),
        ("1.041", "1.041", "in_force", "1.041", False),
        ("1.041", "1.041", "lapsed", "1.041", False),
        ("1.041", "1.041", "unknown", "1.041", False),  # the law does not matter above the floor
        ("1.500", "1.500", "lapsed", "1.500", False),  # Alaska
        ("1.000", "1.000", "unknown", "1.000", False),
        (None, "1.000", "in_force", "1.000", True),
        (None, "1.000", "lapsed", None, None),  # 2025: only the floored index was published
        (None, "1.017", "lapsed", "1.017", False),
        ("0.974", None, "in_force", "1.000", True),
        ("0.974", None, "lapsed", "0.974", False),
    ],
)
def test_the_work_floor(unfloored, floored, floor, work, raised):
    expected = None if work is None else (Decimal(work), raised)
    assert locality(unfloored, floored).work(floor) == expected


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2025, 9, 30), "25.20"),
        (date(2025, 10, 1), "25.20"),  # the day it lapsed, restored retroactively
        (date(2025, 11, 12), "25.20"),
        (date(2026, 1, 30), "25.72"),
        (date(2026, 1, 31), "25.72"),
        (date(2026, 12, 31), "25.72"),
    ],
)
def test_arkansas_is_paid_with_the_floor_on_every_day_known(on, amount):
    fee = RATES.fee("97140", (), on, "AR-13", facility=False)
    assert isinstance(fee, MedicareFee)
    assert fee.floor_applied
    assert fee.amount == Decimal(amount)
    assert "work floor by" in fee.sources[1]


def test_a_workspace_can_say_that_the_law_has_moved(tmp_path: Path):
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "work_floor.toml").write_text(LAPSED)
    lapsed = MedicareRates.load(tmp_path)
    arkansas = lapsed.fee("97140", (), SUMMER_2026, "AR-13", facility=False)
    assert isinstance(arkansas, MedicareFee)
    assert (arkansas.amount, arkansas.floor_applied) == (Decimal("25.35"), False)
    assert lapsed.fee("97140", (), date(2025, 10, 2), "AR-13", facility=False) == RateRefusal(
        "work_floor_unknown",
        "07102/13 without the work floor is needed for 2025-10-02, and CMS GPCI2025.csv does not print it",
    )
    assert lapsed.fingerprint != RATES.fingerprint
