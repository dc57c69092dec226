"""The checker beside a night: findings by file, once for the same bytes, and never in the way of the money."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.night import one_night
from tests.warehouse.conftest import AS_OF, FIXTURES, new_workspace
from warehouse.queries import open_published

JUNIPER = FIXTURES / "remits" / "loaded" / "20260112_juniper.835"


def night(root):
    """A night with the checker beside it; what the money says and what the checker says."""
    with one_night(root, AS_OF) as night:
        night.receive()
        night.begin_conformance()
        for batch in night.waiting():
            night.load(batch)
        night.run()
        night.end_conformance()
        night.close()
        night.publish()
    with open_published(night.workspace.data) as con:
        told = con.execute("select file_name, code, place, severity from conformance_finding order by all").fetchall()
        runs = con.execute("select count(*), min(checked_at)::varchar from fact.conformance_run").fetchone()
        lines = con.execute("select count(*) from line_review").fetchone()
    return told, runs, lines


@pytest.fixture
def space(tmp_path):
    space = new_workspace(tmp_path / "workspace")
    content = JUNIPER.read_bytes()
    (space.inbox / "a.835").write_bytes(content)
    (space.inbox / "b.835").write_bytes(content.replace(b"ST*835*4003001~", b"ST*835*4003001*005010X221A1~"))
    shutil.copy(space.inbox / "b.835", space.inbox / "c.835")
    return space


def test_a_night_records_each_content_once(space):
    told, runs, lines = night(space.root)
    assert told == [(name, "element 10", "ST03", "note") for name in ("b.835", "c.835")]
    assert runs[0] == 2
    assert lines[0] > 0
    assert night(space.root) == (told, runs, lines)


def test_it_can_be_turned_off(space):
    with (space.root / "shortpay.toml").open("a") as settings:
        settings.write("\n[night]\nconformance_seconds = 0\n")
    with one_night(space.root, AS_OF) as night:
        night.receive()
        night.begin_conformance()
        assert night.conformance is None
        night.end_conformance()


def test_the_command_says_it_in_words(space):
    def run(*words):
        return CliRunner().invoke(app, ["-w", str(space.root), "conformance", *words], catch_exceptions=False).stdout

    assert run(str(JUNIPER)) == "Nothing to object to.\n"
    said = run(str(space.inbox / "b.835"))
    assert "note     segment 3: The guide is named in ST03 as well: ST03 (guide)." in said
    assert said.endswith("1 notes\n")
    (row,) = json.loads(run(str(space.inbox / "b.835"), "--format", "json"))
    assert (row["segment_number"], row["occurrences"]) == (3, 1)
