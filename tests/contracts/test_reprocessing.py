"""The [[reprocessing]] tables of an agreement: read strictly, all problems at once."""

from datetime import date
from pathlib import Path

import pytest

from contracts.agreements.agreement import Agreement, AgreementProblems, load_book
from tests.contracts.world import CASES, rates, setup

AMENDMENT = {
    "signed_on": "2026-10-01",
    "effective_from": "2026-01-01",
    "effective_until": "2026-08-31",
    "business_days": "60",
    "roll": '"next_business_day"',
    "source": '"Amendment 4, section 2"',
}


def with_tables(folder: Path, *tables: dict[str, str]) -> Agreement:
    text = (CASES / "agreements" / "charges.toml").read_text("utf-8")
    for table in tables:
        text += "\n[[reprocessing]]\n" + "".join(f"{key} = {value}\n" for key, value in table.items())
    (folder / "charges.toml").write_text(text, "utf-8")
    return load_book(folder, folder, setup(), rates())["charges"]


def test_an_amendment_is_read(tmp_path: Path) -> None:
    agreement = with_tables(tmp_path, AMENDMENT, AMENDMENT | {"signed_on": "2026-11-01"})
    first, second = agreement.reprocessings
    assert (first.signed_on, first.effective_from, first.effective_until) == (
        date(2026, 10, 1),
        date(2026, 1, 1),
        date(2026, 8, 31),
    )
    assert (first.window.length, first.window.roll, first.window.counted_from) == (
        "60 business days",
        "next_business_day",
        ("amendment",),
    )
    assert agreement.window_from("amendment", date(2026, 11, 1)) is second.window
    assert agreement.window_from("remittance_date", date(2026, 11, 1)) is agreement.dispute_window
    assert with_tables(tmp_path).reprocessings == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"signed_on": None}, "reprocessing[1].signed_on: is missing"),
        ({"signed_on": '"2026-10-01"'}, "reprocessing[1].signed_on: must be a date without quotes"),
        ({"effective_from": None}, "reprocessing[1].effective_from: is missing"),
        ({"effective_from": "2026-10-01"}, "reprocessing[1].effective_from: 2026-10-01 is not before signed_on"),
        ({"effective_until": "2025-12-31"}, "reprocessing[1].effective_until: 2025-12-31 is before effective_from"),
        ({"business_days": None}, "reprocessing[1].days: give exactly one of days, months and business_days"),
        ({"source": None}, "reprocessing[1].source: is missing: name the clause or page"),
        ({"counted_from": '"payment_date"'}, "reprocessing[1].counted_from: unknown key"),
        ({"signed": "2026-10-01"}, "reprocessing[1].signed: unknown key"),
    ],
)
def test_a_problem_in_it_is_named(tmp_path: Path, change: dict[str, str | None], problem: str) -> None:
    table = {key: value for key, value in (AMENDMENT | change).items() if value is not None}
    with pytest.raises(AgreementProblems) as raised:
        with_tables(tmp_path, table)
    assert any(problem in str(each) for each in raised.value.problems)


def test_two_of_one_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AgreementProblems, match=r"2026-10-01 is already that of reprocessing\[1\]"):
        with_tables(tmp_path, AMENDMENT, AMENDMENT)
