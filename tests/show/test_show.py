"""`shortpay show`: any file from the archive or the disk, whole or one segment, element by element."""

from __future__ import annotations

import shutil

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.show import file_lines, segment_lines
from flows.errors import WorkspaceError
from flows.intake.archive import Archive
from parsers.guide.element_names import element_name, place_name
from tests.parsers.samples import CORPUS, contents
from tests.warehouse.conftest import FIXTURES, new_workspace

JUNIPER = FIXTURES / "remits" / "loaded" / "20260112_juniper.835"


@pytest.fixture
def space(tmp_path):
    space = new_workspace(tmp_path / "workspace")
    archive = Archive(space.archive)
    with JUNIPER.open("rb") as source, archive.copy(source, at_most=1 << 20) as copy:
        copy.keep()
    archive.record([("a.zip!juniper.835", copy.sha256, copy.size)])
    return space


def run(space, *words):
    done = CliRunner().invoke(app, ["--workspace", str(space.root), "show", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout.splitlines()


def test_a_segment_is_told_element_by_element(space):
    lines = run(space, "a.zip!juniper.835:19")
    assert lines[0] == "19  SVC*HC:97140:GP*78*17.74**1"
    assert [" ".join(line.split()) for line in lines[1:]] == [
        "SVC service line",
        "SVC01-1 qualifier HC",
        "SVC01-2 code 97140",
        "SVC01-3 modifier GP",
        "SVC02 charge 78",
        "SVC03 paid 17.74",
        "SVC04 revenue code",
        "SVC05 units paid 1",
    ]


def test_a_file_is_indented_by_its_loops(space):
    lines = run(space, str(JUNIPER), "--count", "20")
    assert len(lines) == 20
    depths = {line.split()[1].split("*")[0]: len(line[8:]) - len(line[8:].lstrip()) for line in lines}
    assert [depths[tag] for tag in ("ISA", "GS", "ST", "BPR", "N1", "PER", "LX", "CLP", "NM1", "SVC")] == [
        0, 2, 4, 6, 6, 8, 6, 8, 10, 10,
    ]  # fmt: skip
    assert run(space, "a.zip!juniper.835", "--from", "19", "--count", "2")[0].split()[:2] == [
        "19",
        "SVC*HC:97140:GP*78*17.74**1",
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["nothing.835"], "no file nothing.835"),
        (["a.zip!juniper.835:9999"], "no segment 9999"),
        (["a.zip!juniper.835", "--from", "9999"], "none from 9999 on"),
    ],
)
def test_what_is_not_there_is_said(space, asked, said):
    with pytest.raises(WorkspaceError, match=said):
        run(space, *asked)


def test_damaged_bytes_are_not_shown(space):
    (entry,) = Archive(space.archive).ledger()
    entry.path.write_bytes(b"ISA")
    with pytest.raises(WorkspaceError, match="gone or damaged"):
        run(space, entry.name)
    shutil.rmtree(entry.path.parent)
    with pytest.raises(WorkspaceError, match="gone or damaged"):
        run(space, entry.name)


def test_any_file_of_others_can_be_shown():
    for _, content in contents(CORPUS, at_least=100)[::6]:
        total = sum(1 for _ in file_lines(content))
        for number in {1, total // 2, total} - {0}:
            assert next(iter(segment_lines(content, number))).startswith(f"{number}  ")


def test_a_terminal_is_not_steered():
    content = JUNIPER.read_bytes().replace(b"JUNIPER CREST", "JUNIPER\u009b CREST".encode())
    assert not any("\u009b" in line for line in file_lines(content))


def test_places_have_names():
    wanted = (
        "BPR02",
        "BPR16",
        "TRN02",
        "CLP01",
        "CLP07",
        "SVC01-2",
        "SVC07",
        "CAS19",
        "PLB03-2",
        "PLB14",
        "MIA05",
        "MOA07",
    )
    assert [place for place in wanted if place_name(place) is None] == []
    assert place_name("CLP99") is None
    assert place_name("XYZ") is None
    assert element_name("N1", 2) == "name"
