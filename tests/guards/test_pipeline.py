"""The pipeline: each relation is built once, read only after that, and read by something; no SQL is left over."""

import re
import tomllib

import pytest

from tests.documents import lineage, lineage_page
from tests.guards.source import ROOT, files
from warehouse import pipeline, statements
from warehouse.published_views import VIEWS
from warehouse.runner import Build, Run, Stage

PAGE = (ROOT / "docs" / "lineage.md").read_text("utf-8")
# Stages whose relations are in the night's scratch database, and gone after it unless kept.
SCRATCH = ("chain", "match", "price", "judge")
# Read by the entry that fills it: what was asked before is not asked again.
KEPT_FOR_ITSELF = {"store.cause_question"}


def test_the_page_is_what_the_pipeline_says() -> None:
    assert lineage_page.page() == PAGE, "make golden writes it again"


def test_nothing_is_read_before_it_is_built() -> None:
    assert list(lineage.early_reads(pipeline.PIPELINE)) == []


def test_a_planted_early_read_is_found() -> None:
    early = (Stage("early", "", (Build("owed"),)), *pipeline.PIPELINE)
    assert "early.owed reads derived.chosen_cause, which is not built yet" in lineage.early_reads(early)


def test_nothing_is_built_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    lineage.relations()
    twice = (*pipeline.PIPELINE, Stage("late", "", (Build("owed"),)))
    monkeypatch.setattr(lineage, "PIPELINE", twice)
    with pytest.raises(ValueError, match=r"derived\.owed is built twice: by owed and by owed"):
        lineage.relations()


def unread() -> set[str]:
    """Relations that no entry, published view, question, audit or module reads."""
    read = {name for stage in pipeline.PIPELINE for entry in stage.entries for name in lineage.read_by(entry)}
    read |= KEPT_FOR_ITSELF
    for folder in ("queries", "audits", "views"):
        for name in statements.names_in(folder):
            read |= lineage.named_in(statements.statement(name))
    code = "".join(path.read_text("utf-8") for path in files(ROOT, ".py", folders=("warehouse",)))
    return {
        name
        for name in lineage.relations()
        if name not in read and name not in VIEWS and not re.search(rf"(?:from|update|table=\")\W*{name}\b", code)
    }


def test_nothing_is_built_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unread() == set()
    idle = Stage("idle", "", (Run(print, fills=("derived.idle",)),))
    monkeypatch.setattr(lineage, "PIPELINE", (*pipeline.PIPELINE, idle))
    assert unread() == {"derived.idle"}


def test_what_a_snapshot_is_asked_for_is_in_it() -> None:
    """Views, questions and audits read only relations that outlive the night's scratch database."""
    scratch = {
        name
        for stage in pipeline.PIPELINE
        if stage.name in SCRATCH
        for entry in stage.entries
        for name in lineage.filled_by(entry)
        if name.startswith("derived.")
    } - lineage.OUTLIVES
    asked = {
        (name, read)
        for folder in ("views", "queries", "audits")
        for name in statements.names_in(folder)
        for read in lineage.named_in(statements.statement(name)) & scratch
    }
    assert asked == set()


def test_no_sql_is_left_over() -> None:
    used = {name for stage in pipeline.PIPELINE for entry in stage.entries for name in (*entry.fills, *entry.reads_by)}
    assert {*statements.names_in("build"), *statements.names_in("views")} - used == set(), "no entry builds it"
    code = "".join(path.read_text("utf-8") for path in files(ROOT, ".py"))
    named = {name for folder in ("queries", "audits", "review", "macros") for name in statements.names_in(folder)}
    assert {name for name in named if not re.search(rf"\b{name}\b", code)} - set(statements.names_in("macros")) == set()


def test_every_view_is_explained() -> None:
    comments = tomllib.loads((ROOT / "warehouse/sql/views/comments.toml").read_text("utf-8"))
    assert set(comments) == {"shared", *VIEWS}, "sql/views/comments.toml says what each view is"


def test_two_files_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [*statements._below(statements._SQL)] * 2
    monkeypatch.setattr(statements, "_below", lambda _: iter(twice))
    with pytest.raises(ValueError, match="two SQL files are called"):
        statements._by_name.__wrapped__()
