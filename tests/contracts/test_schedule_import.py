"""A payer's fee schedule becomes one of ours, or every bad row of it is named."""

from pathlib import Path

import pytest

from contracts.agreements.fee_schedule import read_schedule
from contracts.agreements.fee_schedule_import import (
    Imported,
    ScheduleProblems,
    SheetRow,
    convert,
    read_map,
    schedule_text,
)

MAP = {"columns": {"code": "CPT", "modifier": "Mod", "amount": "Allowed", "effective_from": "Begins"}}
HEADER = "CPT|Mod|Allowed|Begins"


def rows(*lines: str) -> list[SheetRow]:
    return [SheetRow(number, tuple(text.split("|"))) for number, text in enumerate(lines, 1)]


def imported(*lines: str) -> Imported:
    return convert(rows(*lines), read_map(MAP, "map.toml"), "payer.xlsx")


def problems(*lines: str) -> list[str]:
    with pytest.raises(ScheduleProblems) as caught:
        imported(*lines)
    return [str(problem) for problem in caught.value.problems]


def test_money_and_days_are_read_as_people_write_them_and_written_exactly(tmp_path: Path) -> None:
    found = imported(HEADER, "97110||$33.94|1/1/2026", "97140|59|1,229.5|2026-01-31", "|||", "g0283||12|")
    text = schedule_text(found.rows)
    assert text == (
        "code,modifier,amount,effective_from\n97110,,33.94,2026-01-01\n97140,59,1229.50,2026-01-31\nG0283,,12.00,\n"
    )
    assert (found.blank_count, found.left_out_count) == (1, 0)
    (tmp_path / "a.csv").write_text(text)
    schedule = read_schedule(tmp_path / "a.csv", [])
    assert schedule is not None
    assert [row.amount for row in schedule.rows] == [row.amount for row in found.rows]


def test_a_column_for_each_setting() -> None:
    columns = read_map(
        {
            "columns": {"code": "CPT"},
            "constants": {"effective_from": "2026-01-01"},
            "amount_column": [
                {"column": "Non-Fac", "setting": "nonfacility"},
                {"column": "Fac", "setting": "facility"},
            ],
            "absent": ["NA"],
            "header_row": 2,
            "last_row": 4,
        },
        "map.toml",
    )
    sheet = rows("Fee schedule 2026||", "CPT|Non-Fac|Fac", "97110|30.00|24.00", "97140|28.00|na", "Totals||")
    found = convert(sheet, columns, "payer.xlsx")
    assert schedule_text(found.rows).splitlines() == [
        "code,setting,amount,effective_from",
        "97110,nonfacility,30.00,2026-01-01",
        "97110,facility,24.00,2026-01-01",
        "97140,nonfacility,28.00,2026-01-01",
    ]
    assert found.absent == ("row 4, Fac",)
    assert found.left_out_count == 1


def test_every_bad_row_is_reported_with_its_row_and_column() -> None:
    assert problems(HEADER, "9711||33.94|", "97112||33.945|", "97116|5|-3|", "97530|||", "97140||20.00|31.1.2026") == [
        'payer.xlsx: row 2, CPT: must be a procedure code of five characters, not "9711"',
        'payer.xlsx: row 3, Allowed: must be dollars and cents such as 28.40, not "33.945"',
        'payer.xlsx: row 4, Mod: must be one modifier of two characters, not "5"',
        'payer.xlsx: row 4, Allowed: must be dollars and cents such as 28.40, not "-3"',
        'payer.xlsx: row 5, Allowed: must be dollars and cents such as 28.40, not ""',
        'payer.xlsx: row 6, Begins: must be a date such as 2026-01-31, not "31.1.2026"',
    ]


def test_a_zero_is_no_fee_until_somebody_says_what_it_means() -> None:
    assert problems(HEADER, "97110||33.94|", "97112||0.00|") == [
        'payer.xlsx: row 3, Allowed: is 0.00: where that says that there is no fee, list it as absent = ["0.00"]'
    ]
    found = convert(rows(HEADER, "97110||33.94|", "97112||0.00|"), read_map({**MAP, "absent": ["0.00"]}, "m"), "p.xlsx")
    assert ([row.code for row in found.rows], found.absent) == (["97110"], ("row 3, Allowed",))


def test_a_comma_without_quotes_is_no_dollar_and_a_half() -> None:
    with pytest.raises(ScheduleProblems, match="row 2: has more fields than there are headings"):
        convert(rows("CPT|Allowed", "97110|1|200.00"), read_map({"columns": {"code": "CPT", "amount": "Allowed"}}, "m"),
                "payer.csv")  # fmt: skip


def test_two_fees_for_one_code_and_day_show_both_rows() -> None:
    assert problems(HEADER, "97110||33.94|", "97110||34.00|2026-01-01") == [
        "payer.xlsx: row 3: 97110 has 34.00 here and 33.94 in row 2 for the same days"
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Code|Mod|Allowed|Begins", 'has no column "CPT"; there are: "Code", "Mod", "Allowed", "Begins"'),
        ("CPT|CPT|Mod|Allowed|Begins", 'has 2 columns "CPT"; there are: "CPT", "CPT", "Mod", "Allowed", "Begins"'),
    ],
)
def test_a_heading_must_be_there_once(header: str, said: str) -> None:
    assert problems(header, "97110||33.94|") == [f"payer.xlsx: row 1: {said}"]


def test_a_sheet_without_fees_is_no_schedule() -> None:
    assert problems(HEADER, "|||") == ["payer.xlsx: holds no fees"]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"columns": {"amount": "A"}}, "is missing code"),
        ({"columns": {"code": "C"}}, "is missing amount"),
        ({"columns": {"code": "C", "amount": "A", "price": "P"}}, "is no column of a schedule"),
        ({"columns": {"code": "C", "amount": "A"}, "constants": {"code": "97110"}}, "is no column of a schedule"),
        ({"columns": {"code": "C", "amount": "A", "site": "S"}, "constants": {"site": "raleigh"}}, "both give site"),
        ({"columns": {"code": "C", "amount": "A"}, "headers": 1}, "unknown key"),
    ],
)
def test_a_map_is_read_strictly(mapping: dict[str, object], said: str) -> None:
    with pytest.raises(ScheduleProblems, match=said):
        read_map(mapping, "map.toml")
