"""What the summary of a night, the report and the page say of payers and agreements that a person has to settle."""

from pathlib import Path

import pytest

from flows.terminal.summary import _questions, _unmapped
from flows.workspace import Workspace
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, STRANGER, Judged, Night
from warehouse.queries import night_summary, open_published
from warehouse.report.page import report

night = Night()
# Ten lines of ten days, all short by the same percent of the charge
SHORT = [line("97140", "100", "20.00", served=f"202610{day:02d}") for day in range(1, 6)]
SHORT += [line("97110", "100", "20.00", served=f"202610{day:02d}") for day in range(1, 6)]
night.receives(
    remittance(STRANGER, claim("NEW", "N1", [line("97110", "150", "40"), line("97140", "90", "0", "PR*1*30")])),
    remittance(PPO, claim("ALL", "N2", SHORT)),
)


@pytest.fixture(scope="module")
def summary(judged: Judged) -> dict[str, list[dict[str, object]]]:
    with open_published(judged.space.data) as con:
        return night_summary(con)


def test_a_payer_without_an_agreement_is_named_as_it_signs(summary: dict[str, list[dict[str, object]]]) -> None:
    [row] = summary["unmapped"]
    assert (row["payer"], row["payer_id"], row["originator_id"]) == ("STRANGER CASUALTY", "STR01", "1890000991")
    assert (row["filing_code"], row["claim_count"], row["line_count"]) == ("12", 1, 2)
    assert (f"{row['charge']:.2f}", f"{row['paid']:.2f}") == ("240.00", "40.00")


def test_the_next_command_is_said(
    summary: dict[str, list[dict[str, object]]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _unmapped(Workspace(tmp_path), summary["unmapped"])
    said = capsys.readouterr().out
    assert 'payer_ids = ["STR01"], claim_filing_codes = ["12"]' in said
    assert said.endswith("Then: shortpay nightly\n")


def test_where_every_payer_has_an_agreement_nothing_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _unmapped(Workspace(tmp_path), [])
    _questions([])
    assert capsys.readouterr().out == ""


def test_a_question_about_our_own_entry_is_in_the_summary_and_the_report(
    judged: Judged, summary: dict[str, list[dict[str, object]]], capsys: pytest.CaptureFixture[str]
) -> None:
    [question] = summary["questions"]
    assert question["agreement"] == PPO
    _questions(summary["questions"])
    said = capsys.readouterr().out
    assert "not disputed" in said
    assert str(question["sentence"]) in said
    with open_published(judged.space.data) as con:
        _, page = report(con)
    assert "Questions about the agreements on file" in page
    assert "STR01" in page
