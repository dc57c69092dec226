"""Downloads: spreadsheets without formulas, a calendar without patients, packets."""

import csv
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from icalendar import Calendar

from warehouse.worklist.filters import Filter


def test_the_list_is_exported_whole_and_adds_up(enter, app_state) -> None:
    mia = enter("mia")
    rows = list(csv.DictReader(io.StringIO(mia.get("/disputes.csv").content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(mia.get("/disputes.xlsx").content)).active
    total = sum(Decimal(row["shortfall"]) for row in rows)
    assert len(rows) == sheet.max_row - 1 == len(mia.rows())
    assert f"${total:,.2f}" in mia.get("/").text
    place = [cell.value for cell in sheet[1]].index("shortfall")
    amounts = [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sum(Decimal(str(amount)) for amount in amounts) == total
    assert 0 < len(mia.get("/disputes.csv?least=20").text.splitlines()) < len(rows)


@pytest.mark.parametrize("text", ["=1+1", "  =1", "\t=1"])
def test_no_text_becomes_a_formula(enter, app_state, monkeypatch, text) -> None:
    snapshot = app_state.snapshot()
    rows = [{**row, "payer": text} for row in snapshot.full_rows(Filter(), 2)]
    monkeypatch.setattr(type(snapshot), "full_rows", lambda *_: rows)
    mia = enter("mia")
    listed = csv.DictReader(io.StringIO(mia.get("/disputes.csv").content.decode("utf-8-sig"), newline=""))
    assert {row["payer"] for row in listed} == {f"'{text}"}
    sheet = openpyxl.load_workbook(io.BytesIO(mia.get("/disputes.xlsx").content)).active
    place = [cell.value for cell in sheet[1]].index("payer")
    assert [row[place].data_type for row in sheet.iter_rows(min_row=2)] == ["s"] * len(rows) != []


def test_the_calendar_counts_and_names_nobody(enter, app_state) -> None:
    mia = enter("mia")
    content = mia.get("/disputes.ics").content
    events = Calendar.from_ical(content).walk("VEVENT")
    said = [int(re.match(r"(\d+) dispute", str(event["summary"]))[1]) for event in events]
    assert sum(said) == len(mia.rows())
    with app_state.snapshot().cursor() as con:
        for last, number in con.execute("select patient_last, patient_control_number from dispute_queue").fetchall():
            assert (last or "x" * 9).encode() not in content
            assert number.encode() not in content


def test_a_packet_is_previewed_read_and_downloaded(enter, app_state) -> None:
    mia = enter("mia")
    first, second = (each.split(".")[0] for each in mia.rows()[:2])
    page = mia.get(f"/claim/{first}/packet").text
    assert "letter.pdf" in page
    assert "1 claims" in page
    assert mia.get(f"/claim/{first}/letter").headers["content-type"] == "application/pdf"
    answer = mia.post("/packet", dispute=[first, second])
    assert 'filename="claim-1.zip"' in answer.headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).read("before-sending.txt") == b"2 claims"
    assert any(row["what"] == "made packet" for row in app_state.review.read("select what from audit"))


def test_without_a_packet_maker_the_page_says_what_to_do(enter, app_state) -> None:
    app_state.packets = None
    mia = enter("mia")
    assert "dlg-packet" not in mia.get("/").text
    answer = mia.post("/packet", dispute=mia.rows()[0])
    assert answer.status_code == 422
    assert "shortpay packet" in answer.text
