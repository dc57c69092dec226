"""Amounts that others calculated or printed, reproduced to the cent from the whole CMS files."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.medicare.formula import NATIONAL, formula_price
from contracts.medicare.rates import MedicareFee, MedicareRates, RateRefusal
from contracts.money import cents
from tests.reference import HERE, cms_file

AUTUMN_2025, AUTUMN_2026 = date(2025, 10, 1), date(2026, 10, 1)
SETTINGS = {False: "nonfacility_rate", True: "facility_rate"}


@pytest.fixture(scope="module")
def national_amounts() -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / "national_amounts_2026.csv").open()))


@pytest.mark.parametrize("facility", [False, True])
def test_64_national_amounts_of_2026(whole: MedicareRates, national_amounts, facility):
    """Where CMS marks a setting NA we refuse, and the amount behind it still agrees."""
    assert len(national_amounts) == 64
    row_of = whole.release("RVU26C").row
    wrong, refused = [], 0
    for printed in national_amounts:
        expected = Decimal(printed[SETTINGS[facility]])
        found = whole.fee(printed["hcpcs"], (), AUTUMN_2026, "national", facility=facility)
        if isinstance(found, RateRefusal):
            assert found.reason == "na_setting"
            refused += 1
            amount = formula_price(
                row_of(printed["hcpcs"]), NATIONAL, Decimal("33.4009"), facility=facility, reduced_share=Decimal(1)
            ).amount
        else:
            amount = found.amount
        if amount != expected:
            wrong.append((printed["hcpcs"], expected, amount))
    assert wrong == []
    assert refused == (11 if facility else 9)  # surgery outside a facility; imaging, injections and tracings in one


@dataclass(frozen=True)
class Capped:
    """A row of the printed imaging cap."""

    code: str
    modifier: str
    status: str
    locality: str
    facility: Decimal
    nonfacility: Decimal


def capped(path: Path) -> Iterator[Capped]:
    with path.open() as stream:
        for code, modifier, status, mac, number, facility, nonfacility in list(csv.reader(stream))[1:]:
            if status == "A":
                # The table of 2024 reached us through binary floats: 131.26999999999998.
                amounts = (cents(Decimal(text)) for text in (facility, nonfacility))
                yield Capped(code, modifier, status, f"{mac}/{number}", *amounts)


@pytest.mark.parametrize(
    ("file", "on", "row_count"),
    [("2025/OPPSCAP_Oct.csv", AUTUMN_2025, 6670), ("2024/OPPSCAP_JAN.RVU24AR.csv", date(2024, 3, 9), 8510)],
)
def test_every_printed_amount_of_the_imaging_cap(whole: MedicareRates, file, on, row_count):
    """All localities and both settings, with southern California under its other MAC number."""
    printed = list(capped(cms_file(file)))
    assert len(printed) == row_count
    wrong = []
    for row in printed:
        fee = whole.fee(row.code, (row.modifier,) if row.modifier else (), on, row.locality, facility=False)
        assert isinstance(fee, MedicareFee), (row, fee)
        # CMS marks these services NA in a facility and repeats the practice expense, hence the same amount twice.
        if not fee.is_capped or (fee.amount, fee.amount) != (row.nonfacility, row.facility):
            wrong.append((row, fee.amount))
    assert wrong == []


def test_rounding_any_earlier_would_miss_printed_amounts(whole: MedicareRates):
    """The planted error: rounding the three parts separately, which the oracle must notice."""
    missed = 0
    for row in list(capped(cms_file("2025/OPPSCAP_Oct.csv")))[:500]:
        fee = whole.fee(row.code, (row.modifier,) if row.modifier else (), AUTUMN_2025, row.locality, facility=False)
        assert isinstance(fee, MedicareFee)
        parts = ((fee.work, fee.gpci_work), (fee.pe, fee.gpci_pe), (fee.mp, fee.gpci_mp))
        missed += sum(cents(rvu * index * fee.conversion_factor) for rvu, index in parts) != row.nonfacility
    assert missed > 50


def test_manual_therapy_in_every_locality_of_2026(whole: MedicareRates):
    """Between Arkansas and Alaska; seven localities reach 32 dollars; the median is 28.04."""
    fees = {place: whole.fee("97140", (), AUTUMN_2026, place, facility=False) for place in whole.localities()}
    amounts = sorted((fee.amount, place) for place, fee in fees.items() if isinstance(fee, MedicareFee))
    assert len(amounts) == 109
    assert amounts[0] == (Decimal("25.72"), "07102/13")
    assert amounts[-1] == (Decimal("35.60"), "02102/01")
    assert amounts[54][0] == Decimal("28.04")
    assert sum(amount >= 32 for amount, _ in amounts) == 7
    assert sum(fee.floor_applied for fee in fees.values() if isinstance(fee, MedicareFee)) == 47


def test_the_first_release_of_2024_differs_from_its_correction_only_by_the_factor(whole: MedicareRates):
    first, corrected = whole.release("RVU24A"), whole.release("RVU24AR")
    assert list(first.rows()) == list(corrected.rows())
    assert (first.conversion_factor, corrected.conversion_factor) == (Decimal("32.7442"), Decimal("33.2875"))


def test_the_shipped_extract_prices_like_the_whole_files(whole: MedicareRates):
    shipped = MedicareRates.load()
    for name in ("RVU24A", "RVU24AR", "RVU24C", "RVU25D", "RVU26C"):
        rows = list(shipped.release(name).rows())
        assert rows == [whole.release(name).row(row.code, row.modifier) for row in rows]
        assert not shipped.release(name).is_full
        assert whole.release(name).is_full
    assert shipped.fingerprint != whole.fingerprint
