"""Codes and numbers that their element does not allow: the night goes on and stores them as sent."""

import re
import shutil
from functools import partial

import duckdb
import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, remits, run_stages, spend_night
from warehouse.database import open_working
from warehouse.statements import statement


@pytest.mark.parametrize(
    ("code", "kind"),
    [("00100", "anesthesia"), ("01999", "anesthesia"), ("0101T", "hcpcs"), ("0101U", "hcpcs"), ("97110", "hcpcs")],
)
def test_only_five_digits_are_anesthesia(working: duckdb.DuckDBPyConnection, code: str, kind: str) -> None:
    run_stages(working, "check", "chain")
    [(line,)] = working.execute("select min(line_id) from derived.posted_line where code_qualifier = 'HC'").fetchall()
    working.execute("update derived.posted_line set procedure_code = ? where line_id = ?", [code, line])
    working.execute(statement("line_pattern"))
    found = working.execute(
        "select string_split(pattern, '|')[4] from derived.line_pattern where line_id = ?", [line]
    ).fetchall()
    assert found == [(kind,)]


ODD: list[tuple[dict[int, str], str | None, bool]] = [
    ({7: "20261012083000"}, None, True),
    ({5: "999999.9999", 7: "999999.9999"}, "999999.9999", True),
    ({2: "9999999999.99", 3: "9999999999.99", 5: "999999.9999", 7: "999999.9999"}, "999999.9999", True),
    ({2: "10000000000"}, None, False),
]
"""Elements of SVC as they are sent; the units billed that are stored, and whether a charge is."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Workspace, str]]:
    """The workspace after a night in which every line of a file has one of the odd elements, and the file's name."""
    space = new_workspace(tmp_path_factory.mktemp("odd") / "workspace")
    for path in remits("loaded"):
        shutil.copy(path, space.inbox)
    targets = [path for path in sorted(space.inbox.iterdir()) if b"SVC*HC" in path.read_bytes()][: len(ODD)]
    for target, (elements, *_) in zip(targets, ODD, strict=True):
        write = partial(changed, elements)
        target.write_bytes(re.sub(rb"SVC\*HC[^~]*", write, target.read_bytes()))
    spend_night(space.root)
    return [(space, target.name) for target in targets]


@pytest.mark.parametrize("at", range(len(ODD)))
def test_a_night_accepts_any_number(odd: list[tuple[Workspace, str]], at: int) -> None:
    (space, name), (_, units, charge) = odd[at], ODD[at]
    with open_working(space.working_database) as con:
        found = con.execute(
            """
            select distinct l.units_billed::varchar, l.charge is not null from fact.line as l
            inner join fact.file as f on l.file_id = f.file_id where f.name = ?
            """,
            [name],
        ).fetchall()
    assert found == [(units, charge)]


def changed(elements: dict[int, str], segment: re.Match[bytes]) -> bytes:
    parts = segment[0].decode().split("*")
    parts += [""] * (max(elements) + 1 - len(parts))
    for place, text in elements.items():
        parts[place] = text
    return "*".join(parts).encode()
