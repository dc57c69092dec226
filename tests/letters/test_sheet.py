"""The spreadsheet of a batch: every line once, the payer's columns, no formulas."""

import csv
import hashlib
import io
import json
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from contracts.letters.packet import batch_packet, safe_name, zipped
from contracts.letters.profiles import COLUMNS, profile_of, profiles
from contracts.letters.sheet import SHEET, rows_of
from contracts.spreadsheet import csv_text, xlsx_bytes
from tests.contracts.test_spreadsheet import RUN
from tests.letters.claims import ON, a_claim, a_line, an_issue

NAME = "cedar_ppo/prior_schedule_version/01"


def two_claims() -> list:
    return [a_claim(), a_claim(payer_control_number="CP2", issues=(an_issue(a_line(1)), an_issue(a_line(2))))]


def test_every_line_is_there_once_with_its_amounts() -> None:
    rows = list(rows_of(two_claims(), ["a.pdf", "b.pdf"]))
    assert [(row["seq"], row["payer_claim_no"]) for row in rows] == [(1, "CP1"), (2, "CP2"), (2, "CP2")]
    assert sum(row["variance"] for row in rows) == Decimal("94.20")
    assert set(rows[0]) == set(COLUMNS)
    assert rows[0]["dob"] is None
    assert rows[0]["expected_outcome"] == "Allow 62.80, remit 31.40"


def test_the_amount_of_a_visit_is_on_its_first_line_only() -> None:
    visit = an_issue(a_line(1), a_line(2), is_visit=True)
    rows = list(rows_of([a_claim(issues=(visit,))], ["a.pdf"]))
    assert [row["allowed_expected"] for row in rows] == [Decimal("62.80"), None]


@pytest.mark.parametrize("formula", RUN)
def test_no_formula_comes_in(formula: str) -> None:
    claim = a_claim(
        patient_last=formula, member_id=formula, payer_control_number=formula, issues=(an_issue(a_line(code=formula)),)
    )
    rows = list(rows_of([claim], ["a.pdf"]))
    cells = next(iter(list(csv.reader(io.StringIO(csv_text(rows, COLUMNS), newline="")))[1:]))
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert f"'{formula}" in cells
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows, COLUMNS, SHEET))).active
    found = [cell for cell in sheet[2] if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    assert not [cell for cell in found if cell.hyperlink]


def test_amounts_are_numbers_and_days_are_days() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(list(rows_of([a_claim()], ["a"])), COLUMNS, SHEET))).active
    row = dict(zip(COLUMNS, (cell.value for cell in sheet[2]), strict=True))
    assert (row["billed"], row["variance"]) == (120, 31.4)
    assert row["dos_from"].date() == date(2026, 5, 4)
    assert row["billing_npi"] == "1900100011"  # an NPI is no number


def test_a_batch_is_the_same_bytes_twice_and_its_manifest_is_true() -> None:
    files = batch_packet(NAME, two_claims(), ON)
    assert files == batch_packet(NAME, two_claims(), ON)
    assert zipped(files) == zipped(files)
    named = dict(files)
    manifest = json.loads(named.pop("manifest.json"))
    assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in named.items()
    }
    assert manifest["inputs"]["remittances"] == [{"name": "20260520_cedar.835", "sha256": "ef" * 32}]
    assert ZipFile(io.BytesIO(zipped(files))).testzip() is None


@pytest.mark.parametrize("text", ["../../etc/passwd", "C:\\x", "a/b", "..", "", "CON", "x" * 300, "é\x00\n"])
def test_no_path_comes_in(text: str) -> None:
    name = safe_name(f"claim-{text}")
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert len(name) < 64
    files = batch_packet(NAME, [a_claim(payer_control_number=text)], ON)
    assert all(".." not in name and name.count("/") <= 1 and "\\" not in name for name, _ in files)


def test_different_texts_never_share_a_name() -> None:
    assert safe_name("a/b") != safe_name("a-b") != safe_name("a b")


def test_profiles_are_found_by_payer_and_say_where_they_come_from() -> None:
    assert [profile.id for profile in profiles()][-1] == "default"
    for payer, code, wanted in (
        ("UnitedHealthcare Insurance Co", "12", "unitedhealthcare"), ("UHC", None, "unitedhealthcare"),
        ("AETNA LIFE", "12", "aetna"), ("Blue Shield of California", "HM", "blue_shield_ca"),
        ("NORIDIAN", "MB", "medicare"), ("BLUE CROSS", "12", "default"), (None, None, "default"),
    ):  # fmt: skip
        assert profile_of(payer, code).id == wanted
    for profile in profiles():
        assert profile.source
        assert len(set(profile.columns)) == len(profile.columns)
        assert {"payer_claim_no", "billed", "allowed_paid", "allowed_expected", "variance"} <= set(profile.columns)
    by_id = {profile.id: profile for profile in profiles()}
    assert by_id["blue_shield_ca"].rules.max_claims == 50
    assert by_id["unitedhealthcare"].min_claims == 20
    assert by_id["aetna"].rules.one_member_per_form
