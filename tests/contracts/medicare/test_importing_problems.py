"""Files that are not imported: each problem names its file and place, and nothing is written."""

import re
import zipfile
from pathlib import Path

import pytest

from contracts.medicare import cms_archive
from contracts.medicare.release_import import ImportProblem, import_files
from tests.contracts.medicare.cms_samples import indices, relative_values, row, zip_line

NORTH_CAROLINA = "11502,NC,00,NORTH CAROLINA,0.991,1,0.933,0.639"
TITLE_2027 = "2027 National Physician Fee Schedule Relative Value File January Release"


def problem(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ImportProblem) as raised:
        import_files([path], folder / "rates")
    assert not (folder / "rates").exists()
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            relative_values([row(), row({0: "97110", 5: "0.45"})]),
            r"x\.csv, row 12, column total_nonfacility: .*0\.85, printed is 0\.83",
        ),
        (relative_values([row({12: "0.84"})]), r"row 11, column total_facility: .*0\.83, printed is 0\.84"),
        (relative_values([row({5: "0.4x"})]), r"row 11, column work_rvu: '0\.4x' is not a number"),
        (relative_values([row({5: "-0.43"})]), r"column work_rvu: '-0\.43' is not a number"),
        (relative_values([row({5: ""})]), r"column work_rvu: '' is not a number"),
        (relative_values([row({0: "9714"})]), r"row 11: expected a code of five characters .* found code '9714'"),
        (relative_values([row({1: "99"})]), r"modifier '99'"),
        (relative_values([row(), row()]), r"row 12: 97140 occurs a second time"),
        (relative_values([row(), row({0: "97110"}, factor="33.5675")]), r"one conversion factor .* 33\.4009, 33\.5675"),
        (relative_values([]), r"one conversion factor .* found none"),
        (relative_values([row()[:-1]]), r"row 11: has 30 fields, expected 31"),
        (relative_values([row({26: "1"})]), r"row 11, column CALCULATION FLAG"),
        (relative_values([row(factor="31.0000")]), r"31\.0000, which is not that of RVU26C"),
        (
            relative_values([row()], "2026 National Physician Fee Schedule Relative Value File Maytime Release"),
            "Maytime",
        ),
        (relative_values([row()], "Relative values"), r"neither title nor file name says the release; .*RVU26C"),
        (relative_values([row(factor="33.0000")], TITLE_2027), r"QPP or nonQPP"),
        (
            relative_values([row()]).replace("ENDO,", "ENDOSCOPY,"),
            r"row 10: expected columns HCPCS, .*; found HCPCS, .*missing: ENDO BASE; unknown: ENDOSCOPY BASE",
        ),
        (indices([NORTH_CAROLINA.replace("11502", "1502")]), r"row 4, column mac: '1502' .*leading zeros"),
        (indices([NORTH_CAROLINA.replace(",00,", ",0,")]), r"row 4, column number: '0'"),
        (indices([NORTH_CAROLINA.replace("0.933", "n/a")]), r"row 4, column pe: 'n/a' is not a number"),
        (indices([NORTH_CAROLINA.replace("0.991,1,", "0.991,0.995,")]), r"0\.991 with a floor of 1\.0 is not 0\.995"),
        (indices([NORTH_CAROLINA, NORTH_CAROLINA]), r"names 11502/00 more than once"),
        (indices([]), "has no locality"),
        (indices().replace("PE GPCI", "Practice"), r"expected columns .*; found .*missing: PE GPCI"),
        (f"{zip_line('27601')}\r\n{zip_line('27601')}\r\n", r"row 2: ZIP 27601 occurs a second time"),
        (f"{zip_line('27601')}\r\n{zip_line('27602')[:-1]}\r\n", r"row 2: is not a line of 80 characters"),
        (f"{zip_line('27601')}\r\n{zip_line('27602', quarter='20263')}\r\n", r"one quarter .* 2026Q3, 2026Q4"),
        ("HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\n", "imaging cap"),
        ("column_1,column_2,modifier_indicator\n", "NCCI .* not used yet"),
        ("hcpcs_cpt_code,practitioner_services_mue_value\n", "MUE.* not used yet"),
        ("Contractor,Locality,Locality Name,National Anes CF of 20.3178\n", "anesthesia .* not used yet"),
        ("COUNTIES INCLUDED IN 2025 LOCALITIES.\n", "counties .* not used yet"),
        ("name,phone\n", "no file of CMS that we know; expected PPRRVU, GPCI or ZIP5"),
        ("", "no file of CMS that we know"),
        (b"PK\x03\x04\x00", "spreadsheets are not read: import the CSV"),
    ],
)
def test_a_file_that_differs_from_its_layout(tmp_path, text, message):
    assert re.search(message, problem(tmp_path, "x.csv", text))


def test_title_and_name_that_contradict_each_other(tmp_path):
    assert "the title says RVU26C, the file name RVU26B" in problem(tmp_path, "RVU26B.csv", relative_values([row()]))


def test_a_release_whose_day_is_not_known(tmp_path):
    message = problem(tmp_path, "RVU26CR.csv", relative_values([row()]))
    assert "the day on which RVU26CR comes into force is not known; update shortpay" in message


def test_nothing_is_written_when_one_of_several_files_is_bad(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(relative_values([row()]))
    bad.write_text(indices([NORTH_CAROLINA, NORTH_CAROLINA]))
    with pytest.raises(ImportProblem):
        import_files([good, bad], tmp_path / "rates")
    assert not (tmp_path / "rates").exists()


def test_two_files_of_one_release_that_differ(tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(relative_values([row()]))
    two.write_text(relative_values([row({5: "0.50", 11: "0.90", 12: "0.90"})]))
    with pytest.raises(ImportProblem, match=r"two\.csv: differs from one\.csv, which is also RVU26C"):
        import_files([one, two], tmp_path / "rates")


def test_no_such_file(tmp_path):
    with pytest.raises(ImportProblem, match=r"GPCI2026\.csv: there is no such file"):
        import_files([tmp_path / "GPCI2026.csv"], tmp_path / "rates")


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "cms.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_an_archive_with_nothing_of_use(tmp_path):
    path = zipped(tmp_path, {"readme.txt": b"hello", "inner.zip": b"PK\x03\x04"})
    with pytest.raises(ImportProblem, match=r"cms\.zip: holds no file that is used; expected PPRRVU, GPCI or ZIP5"):
        import_files([path], tmp_path / "rates")


def test_a_member_that_swells_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(cms_archive, "MAX_FILE_BYTES", 1 << 20)
    head = zip_line("27601").encode() + b"\r\n"
    path = zipped(tmp_path, {"ZIP5.txt": head + b" " * (4 << 20)})
    assert path.stat().st_size < 1 << 14
    with pytest.raises(ImportProblem, match=r"cms\.zip:ZIP5\.txt: is larger than any file of CMS"):
        import_files([path], tmp_path / "rates")


def test_many_members_that_swell_together(tmp_path, monkeypatch):
    monkeypatch.setattr(cms_archive, "MAX_TOTAL_BYTES", 0)
    path = zipped(tmp_path, {"GPCI2026.csv": indices().encode()})
    with pytest.raises(ImportProblem, match="is larger than any file of CMS"):
        import_files([path], tmp_path / "rates")


def test_more_members_than_any_archive_of_cms(tmp_path, monkeypatch):
    monkeypatch.setattr(cms_archive, "MAX_MEMBERS", 2)
    path = zipped(tmp_path, {f"{number}.txt": b"" for number in range(3)})
    with pytest.raises(ImportProblem, match="holds more than 2 files"):
        import_files([path], tmp_path / "rates")


def test_a_damaged_archive(tmp_path):
    path = zipped(tmp_path, {"GPCI2026.csv": indices().encode() * 50})
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)
    with pytest.raises(ImportProblem, match=r"cms\.zip: is not a readable archive"):
        import_files([path], tmp_path / "rates")
