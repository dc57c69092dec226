"""ARCHITECTURE.md names what is there: files, relations, and what the remittance of its tour says."""

import hashlib
import re

import pytest

from tests.documents import lineage
from tests.guards.source import ROOT
from warehouse import pipeline, statements

TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
PLANNED = TEXT.split("### Rooms that are planned\n", 1)[1].split("\n##", 1)[0]
REMITTANCE = "fixtures/remits/loaded/20260520_summerfield.835"
TOPS = ("parsers", "contracts", "warehouse", "flows", "tests", "docs", "fixtures")


def places(text: str) -> set[str]:
    """Paths of this repository in backticks; one with NAME in it is to be made."""
    named = re.findall(rf"`((?:{'|'.join(TOPS)})(?:/[\w.]+)*)`", text)
    return {place for place in named if "NAME" not in place}


def absent(text: str) -> list[str]:
    return sorted(place for place in places(text) if not (ROOT / place).exists())


def unknown_relations(text: str) -> set[str]:
    """Relations that no entry of the pipeline fills and no migration declares."""
    declared = re.findall(
        r"create table (?:if not exists )?(\w+\.\w+)", "".join(sql for *_, sql in statements.migrations())
    )
    named = set(re.findall(r"\b(?:fact|reference|store|derived)\.[a-z_]+\b", text))
    return named - set(lineage.relations()) - set(declared)


def test_places_exist() -> None:
    assert len(places(TEXT)) > 50
    assert absent(TEXT.replace(PLANNED, "")) == []


def test_planned_rooms_are_not_built_yet() -> None:
    assert places(PLANNED)
    rows = "\n".join(row for row in PLANNED.splitlines() if row.startswith("|"))
    built = [place for place in places(rows) if (ROOT / place).exists() or (ROOT / f"{place}.py").exists()]
    assert built == [], "move it to the table of rooms"


def test_relations_exist() -> None:
    assert unknown_relations(TEXT) == set()


def test_entries_have_the_place_it_names() -> None:
    placed = re.findall(r"`(\w+)`,\s+the\s+(first|last)\s+entry\s+of\s+(?:stage\s+)?`(\w+)`", TEXT)
    entries = {stage.name: stage.entries for stage in pipeline.PIPELINE}
    assert placed == [(entries[stage][-(end == "last")].name, end, stage) for _, end, stage in placed]
    assert [end for _, end, _ in placed] == ["first", "last"]


def test_the_remittance_is_the_one_that_is_quoted() -> None:
    content = (ROOT / REMITTANCE).read_bytes()
    segments = [segment.strip() for segment in content.decode("ascii").split("~")]
    assert hashlib.sha256(content).hexdigest() in TEXT
    for number, segment in ((129, r"CLP\*"), (133, r"SVC\*")):
        assert re.search(rf"{number}\s+(?:is\s)?`({segment}[^`]+)`", TEXT)[1] == segments[number - 1]


def test_every_walk_through_says_how_long_it_took() -> None:
    minutes = re.findall(r"^### Add .+ \((\d+) minutes?\)$", TEXT, re.MULTILINE)
    assert len(minutes) == 5
    assert all(int(each) < 15 for each in minutes)


@pytest.mark.parametrize("text", ["`contracts/gone`", "`tests/guards/test_gone.py`"])
def test_a_place_that_is_gone_is_found(text: str) -> None:
    assert absent(text) != []


def test_a_relation_that_is_gone_is_found() -> None:
    assert unknown_relations("`derived.gone` and `fact.line`") == {"derived.gone"}
