"""What a payer may take after the price: listed by code, or named by what it is."""

from pathlib import Path

import pytest

from contracts.agreements.agreement import Agreement, load_book
from contracts.agreements.statutory_terms import deductions_by_law
from tests.contracts.world import CASES, rates, setup


def with_line(folder: Path, line: str) -> Agreement:
    text = (CASES / "agreements" / "charges.toml").read_text("utf-8")
    (folder / "charges.toml").write_text(f"{line}\n{text}", "utf-8")
    return load_book(folder, folder, setup(), rates())["charges"]


@pytest.mark.parametrize(
    ("line", "permitted"),
    [
        ("", set()),
        ('permitted_deductions = ["144"]', {"144"}),
        ("sequestration = true", {"253"}),
        ("sequestration = false", set()),
        ('sequestration = true\nwithhold_percent = "10"\npermitted_deductions = ["144", "253"]', {"104", "144", "253"}),
    ],
)
def test_deductions_are_listed_or_named(tmp_path: Path, line: str, permitted: set[str]) -> None:
    assert with_line(tmp_path, line).permitted_deductions == permitted


@pytest.mark.parametrize(
    ("filing_codes", "permitted"),
    [
        (["MB"], {"253", "237", "144"}),
        # a plan under contract, or Medicare among others, takes only what was agreed
        (["16"], set()),
        (["MB", "16"], set()),
        ([], set()),
    ],
)
def test_the_law_lets_medicare_itself_take_its_deductions(filing_codes: list[str], permitted: set[str]) -> None:
    assert deductions_by_law(filing_codes) == permitted


def test_a_withhold_keeps_its_percent(tmp_path: Path) -> None:
    assert str(with_line(tmp_path, 'withhold_percent = "7.5"').withhold_percent) == "7.5"
