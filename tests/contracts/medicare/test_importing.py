"""Importing what CMS ships: each layout, the archive around it, and what an import leaves in the workspace."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.medicare.rates import MedicareFee, MedicareRates, RateRefusal
from contracts.medicare.release_import import import_files
from tests.contracts.medicare.cms_samples import indices, relative_values, row, with_price_indicator, zip_line

SUMMER_2026 = date(2026, 8, 3)
TITLE_2027 = "2027 National Physician Fee Schedule Relative Value File January Release"


def place(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def archive(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for member, text in files.items():
            opened.writestr(member, text)
    return path


def amount(rates: MedicareRates, on: date, place: str = "national") -> Decimal | str:
    found = rates.fee("97140", (), on, place, facility=False)
    return found.amount if isinstance(found, MedicareFee) else found.reason


@pytest.mark.parametrize("text", [relative_values([row()]), with_price_indicator(relative_values([row()]))])
def test_both_layouts_of_the_relative_value_file(tmp_path, text):
    [report] = import_files([place(tmp_path, "anything.csv", text)], tmp_path / "rates")
    assert (report.kind, report.key, report.row_count) == ("rvu", "RVU26C", 1)
    assert report.written == tmp_path / "rates/rvu/RVU26C.csv"
    kept = report.written.read_text()
    assert "# released: 2026-06-30" in kept
    assert "description" not in kept.lower()
    assert amount(MedicareRates.load(tmp_path / "rates"), SUMMER_2026) == Decimal("27.72")


def test_an_import_takes_the_place_of_the_shipped_extract(tmp_path):
    text = relative_values([row({5: "0.50", 11: "0.90", 12: "0.90"})])
    import_files([place(tmp_path, "x.csv", text)], tmp_path / "rates")
    rates = MedicareRates.load(tmp_path / "rates")
    assert amount(rates, SUMMER_2026) == Decimal("30.06")
    found = rates.fee("97110", (), SUMMER_2026, "national", facility=False)
    assert found == RateRefusal("unknown_code", "97110 is not in RVU26C", has_no_fee=True)
    assert amount(rates, date(2025, 8, 3)) == Decimal("27.17")
    assert rates.fingerprint != MedicareRates.load().fingerprint


def test_a_newer_release_serves_from_its_day_on(tmp_path):
    title = "2026 National Physician Fee Schedule Relative Value File October Release"
    text = relative_values([row({5: "0.50", 11: "0.90", 12: "0.90"})], title)
    import_files([place(tmp_path, "x.csv", text)], tmp_path / "rates")
    rates = MedicareRates.load(tmp_path / "rates")
    assert [amount(rates, on) for on in (date(2026, 9, 30), date(2026, 10, 1))] == [Decimal("27.72"), Decimal("30.06")]


def test_a_correction_differs_from_its_predecessor_by_the_factor(tmp_path):
    title = "2024 National Physician Fee Schedule Relative Value File January Release"
    for factor, release in (("32.7442", "RVU24A"), ("33.2875", "RVU24AR")):
        text = relative_values([row(factor=factor)], title)
        [report] = import_files([place(tmp_path, "PPRRVU24_JAN.csv", text)], tmp_path / "rates")
        assert report.key == release


def test_indices_with_both_work_columns_footnotes_and_marks(tmp_path):
    [report] = import_files([place(tmp_path, "GPCI2026.csv", indices())], tmp_path / "rates")
    assert (report.kind, report.key, report.row_count) == ("gpci", "2026", 2)
    rates = MedicareRates.load(tmp_path / "rates")
    assert list(rates.localities()) == ["11502/00", "02102/01"]
    assert rates.localities()["02102/01"].name == "ALASKA"
    assert amount(rates, SUMMER_2026, "NC-00") == Decimal("26.73")


def test_zips_of_a_newer_quarter_take_over(tmp_path):
    text = "\r\n".join([zip_line("27601", "01112", "05"), zip_line("27602", flag="1")]) + "\r\n\x1a"
    [report] = import_files([place(tmp_path, "ZIP5.txt", text)], tmp_path / "rates")
    assert (report.kind, report.key, report.row_count) == ("zip5", "2026Q4", 2)
    rates = MedicareRates.load(tmp_path / "rates")
    assert rates.locality_of_zip("27601") == "01112/05"
    assert isinstance(rates.locality_of_zip("27602"), RateRefusal)


def test_an_archive_as_cms_ships_it(tmp_path):
    """The same tables in three forms, both conversion factors, and much that is not used."""
    qualifying = relative_values([row(factor="33.5675")])
    files = {
        "RVU26C/PPRRVU2026_Jul_QPP.csv": qualifying,
        "RVU26C/PPRRVU2026_Jul_nonQPP.csv": relative_values([row()]),
        "RVU26C/PPRRVU2026_Jul_nonQPP.txt": "HDR 2026 National Physician Fee Schedule Relative Value File July Release",
        "RVU26C/PPRRVU2026_Jul_nonQPP.xlsx": "PK\x03\x04 spreadsheet",
        "RVU26C/GPCI2026.csv": indices(),
        "RVU26C/OPPSCAP_Jul.csv": "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE",
        "RVU26C/26LOCCO.csv": "COUNTIES INCLUDED IN 2026 LOCALITIES.",
        "RVU26C/RVU26C.pdf": "%PDF-1.6",
    }
    reports = import_files([archive(tmp_path, "rvu26c.zip", files)], tmp_path / "rates")
    by_name = {report.file.split(":")[1]: report for report in reports}
    assert len(reports) == len(files)
    assert [name for name, report in by_name.items() if report.written] == ["PPRRVU2026_Jul_nonQPP.csv", "GPCI2026.csv"]
    assert by_name["PPRRVU2026_Jul_QPP.csv"].note == "the same rows as another file"
    assert "imaging cap" in by_name["OPPSCAP_Jul.csv"].note
    assert "spreadsheets" in by_name["PPRRVU2026_Jul_nonQPP.xlsx"].note
    assert "fixed-width" in by_name["PPRRVU2026_Jul_nonQPP.txt"].note
    assert "# source: CMS PPRRVU2026_Jul_nonQPP.csv" in (tmp_path / "rates/rvu/RVU26C.csv").read_text()
    assert sorted(path.name for path in (tmp_path / "rates").rglob("*")) == ["2026.csv", "RVU26C.csv", "gpci", "rvu"]


def test_a_year_beyond_our_law_table_brings_its_own_factor(tmp_path):
    """The floor of 2027 is unknown: only a place it would move is refused."""
    text = relative_values([row(factor="33.0000")], TITLE_2027)
    rows = ("11502,NC,00,NORTH CAROLINA,0.991,1,0.933,0.639", "01182,CA,18,LOS ANGELES,1.041,1.041,1.183,0.664")
    files = [place(tmp_path, "PPRRVU2027_Jan_nonQPP.csv", text), place(tmp_path, "GPCI2027.csv", indices(rows, 2027))]
    import_files(files, tmp_path / "rates")
    rates = MedicareRates.load(tmp_path / "rates")
    new_year = date(2027, 1, 4)
    assert amount(rates, new_year) == Decimal("27.39")
    assert amount(rates, new_year, "CA-18") == Decimal("30.22")
    assert amount(rates, new_year, "NC-00") == "work_floor_unknown"
    assert date(2027, 1, 1) in rates.breaks()
    assert date(2028, 1, 1) in rates.breaks()
    qualifying = rates.fee("97140", (), new_year, "national", facility=False, qualifying_apm=True)
    assert isinstance(qualifying, RateRefusal)
    assert qualifying.reason == "no_conversion_factor"


def test_the_factor_of_apm_participants_is_not_taken_for_everybodys(tmp_path):
    text = relative_values([row(factor="33.0000")], TITLE_2027)
    import_files([place(tmp_path, "PPRRVU2027_Jan_QPP.csv", text)], tmp_path / "rates")
    rates = MedicareRates.load(tmp_path / "rates")
    assert amount(rates, date(2027, 1, 4)) == "no_conversion_factor"


def test_importing_again_changes_nothing(tmp_path):
    files = [place(tmp_path, "x.csv", relative_values([row()])), place(tmp_path, "GPCI2026.csv", indices())]
    first = import_files(files, tmp_path / "rates")
    before = MedicareRates.load(tmp_path / "rates").fingerprint
    assert import_files(files, tmp_path / "rates") == first
    assert MedicareRates.load(tmp_path / "rates").fingerprint == before
