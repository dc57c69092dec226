"""Causes explain what is short and change no amount; a cause that may be our own entry is a question first."""

import shutil
from pathlib import Path

import duckdb
import pytest

from contracts import codes
from contracts.causes.search import Search
from contracts.causes.thresholds import closing_days
from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, remits, spend_night
from warehouse.integrity import prove
from warehouse.queries import open_published

NOT_THE_CAUSE = """
select * exclude (cause, cause_sentence, cause_confidence, cause_runner_up, fits_count)
from line_review order by line_id
"""
QUEUE = (
    "select patient_control_number, payer_control_number, shortfall, deadline, rank from dispute_queue order by rank"
)
SHORT = "from line_review where deadline is not null"


def found(space: Workspace, query: str) -> list[tuple[object, ...]]:
    with open_published(space.data) as con:
        return con.execute(query).fetchall()


def test_every_short_line_has_a_cause_of_the_list_and_a_sentence(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(f"select cause, cause_sentence, cause_confidence, fits_count {SHORT}").fetchall()
    assert rows
    assert {cause for cause, *_ in rows} <= codes.causes().keys()
    assert [row for row in rows if not row[1] or not row[1].endswith(".") or ".." in row[1]] == []
    assert {confidence for _, _, confidence, _ in rows} <= {"stated", "pattern", "single", "partly", "none"}
    assert {cause for cause, _, confidence, _ in rows if confidence == "none"} <= {
        "unexplained_short",
        "visit_rate_short",
    }
    assert [row for row in rows if row[2] != "none" and not row[3]] == []


def test_a_sentence_says_what_was_paid_instead_and_how_often(published: duckdb.DuckDBPyConnection) -> None:
    [(sentence,)] = published.execute(
        "select cause_sentence from line_review where agreement = 'summerfield_ppo'"
        " and cause = 'prior_schedule_version' "
        "order by line_id limit 1"
    ).fetchall()
    assert sentence.startswith("Paid at the schedule summerfield_ppo_2025.csv in force until 2026-06-30: ")
    assert "other lines since 2026-" in sentence


def test_nothing_but_the_cause_depends_on_the_search(
    tmp_path: Path, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "fits", lambda *_: ())
    space = new_workspace(tmp_path / "workspace")
    for path in remits():
        shutil.copy(path, space.inbox)
    spend_night(space.root)
    assert found(space, NOT_THE_CAUSE) == found(office, NOT_THE_CAUSE)
    assert found(space, QUEUE) == found(office, QUEUE)
    assert {row[0] for row in found(space, f"select distinct cause {SHORT}")} == {
        "unexplained_short",
        "visit_rate_short",
    }


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The office with 82 percent of the charge on file where the payer always paid 80."""
    space = new_workspace(tmp_path_factory.mktemp("mistaken") / "workspace")
    _edit(space, 'percent = "80"', 'percent = "82"')
    for path in remits():
        shutil.copy(path, space.inbox)
    spend_night(space.root)
    return space


def _edit(space: Workspace, text: str, other: str) -> None:
    path = space.agreements / "quarry_comp.toml"
    before = path.read_text("utf-8")
    assert text in before
    path.write_text(before.replace(text, other), "utf-8")


def test_what_is_short_in_one_way_on_nearly_every_line_is_asked_first(mistaken: Workspace) -> None:
    [(cause, candidate, lines, priced, confirmed, sentence)] = found(
        mistaken, "select cause, candidate, line_count, priced_count, is_confirmed, sentence from setup_question"
    )
    assert (cause, candidate, confirmed) == ("share_of_charge", "80% of the charge", False)
    assert isinstance(lines, int)
    assert isinstance(priced, int)
    assert lines > 0.9 * priced
    assert 'add confirmed_causes = ["share_of_charge"]' in str(sentence)


def test_a_setup_question_is_in_no_queue_until_its_window_is_about_to_close(mistaken: Workspace) -> None:
    rows = found(
        mistaken,
        "select state, deadline is not null, in_queue from line_review "
        "where is_setup_question and agreement = 'quarry_comp'",
    )
    assert set(rows) == {("priced_short", True, False)}
    disputed = found(
        mistaken, "select days_left from dispute_queue where agreement = 'quarry_comp' and cause = 'share_of_charge'"
    )
    assert disputed
    assert all(0 <= days_left <= closing_days() for (days_left,) in disputed)
    waiting = found(mistaken, "select min(days_left) from line_review where is_setup_question")
    assert waiting > [(closing_days(),)]


def test_the_other_disputes_stay_as_they_were(mistaken: Workspace, office: Workspace) -> None:
    others = (
        f"select patient_control_number, shortfall, deadline from ({QUEUE}) semi join (select patient_control_number "
    )
    others += "from line_review where agreement <> 'quarry_comp') using (patient_control_number) order by all"
    assert found(mistaken, others) == found(office, others)


def test_the_books_balance_with_a_question_open(mistaken: Workspace) -> None:
    with duckdb.connect(str(mistaken.working_database), read_only=True) as con:
        assert [verdict for verdict in prove(con) if not verdict.is_passed] == []


def test_once_confirmed_it_is_disputed(mistaken: Workspace, tmp_path: Path) -> None:
    space = Workspace(tmp_path / "confirmed")
    shutil.copytree(mistaken.root, space.root, symlinks=True)
    _edit(space, "permitted_deductions", 'confirmed_causes = ["share_of_charge"]\npermitted_deductions')
    priced_before = found(space, "select count(*) from line_review where is_setup_question")
    night = spend_night(space.root)
    assert priced_before != [(0,)]
    assert night.report().pricing.newly_priced == 0
    assert found(space, "select count(*) from line_review where is_setup_question") == [(0,)]
    [(confirmed,)] = found(space, "select is_confirmed from setup_question")
    assert confirmed is True
    disputed = "select count(*) > 0 from line_review where in_queue and cause = 'share_of_charge'"
    assert found(space, disputed) == [(True,)]
