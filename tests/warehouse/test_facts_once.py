"""A fact is stored once: reference, amount, date and party have only what no column of the claim or line has."""

from pathlib import Path

import pytest

from parsers.x12.layout import TABLES
from tests.parsers import oracle
from tests.parsers.samples import EXAM, contents
from tests.warehouse.conservation import arrival
from tests.warehouse.tiny import claim, line, remittance
from warehouse import database
from warehouse.database import migrate, open_working
from warehouse.load import insert_rows, load_batch

ONCE = 16
NEW_COLUMNS = ["patient_id_qualifier", "rendering_first"]
FACTS = [name for name in TABLES if name != "interchange"]
MORE = ["REF*1L*GROUP1", "REF*1L*GROUP2", "REF*EA*RECORD", "AMT*I*1.00", "AMT*I*2.00", "AMT*AU*70.00"]
SENT = remittance(
    "summerfield_ppo",
    claim("A1", "N1", [
        line("97110", "100", "30.00", control="L1", after=["DTM*472*20261006", "AMT*B6*30.00", "REF*0K*POLICY"]),
        line("97140", "100", "32.81", served="150*20261005 151*20261007", after=["REF*6R*L2*AND MORE"]),
    ], more=[*MORE, "DTM*232*2026100X", "DTM*050*20261008", "NM1*74*1*CORRECTED****C*M9"]),
)  # fmt: skip


def loaded(path: Path, sent: list[bytes]):
    con = open_working(path)
    load_batch(con, [arrival(f"{n}.835", each) for n, each in enumerate(sent)])
    return con


def rows(con, table: str) -> list[tuple]:
    return con.execute(f"select * from fact.{table} order by all").fetchall()


def test_only_what_no_column_says_is_a_row(tmp_path: Path) -> None:
    con = loaded(tmp_path / "new.duckdb", [SENT])
    said = {
        "reference": [("1L", "GROUP2"), ("EA", "RECORD"), ("0K", "POLICY"), ("6R", "L2")],
        "amount": [("I", 2), ("AU", 70)],
        "party": [("74", "CORRECTED")],
    }
    columns = {"reference": "qualifier, value", "amount": "qualifier, amount", "party": "entity, last_or_organization"}
    for table, expected in said.items():
        found = con.execute(f"select {columns[table]} from fact.{table} order by segment_number").fetchall()
        assert found == expected, table
    dates = con.execute("select qualifier, date::varchar from fact.date order by segment_number").fetchall()
    # a day that cannot be read is no column; the second of a kind is none either
    assert dates == [("232", None), ("472", "2026-10-06")]


def test_a_database_of_before_loses_exactly_what_its_columns_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [SENT, *(content for _, content in contents(EXAM, at_least=200)[:40])]
    known = database.migrations()
    with monkeypatch.context() as patch:
        patch.setattr(database, "migrations", lambda: [each for each in known if each[0] < ONCE])
        con = open_working(tmp_path / "old.duckdb")
    for name, found in oracle.read_all(enumerate(sent, start=1)).items():
        if name in FACTS:
            columns = [column for column in TABLES[name].schema if column not in NEW_COLUMNS]
            insert_rows(con, f"fact.{name}", [[row.get(column) for column in columns] for row in found])
    migrate(con, tmp_path / "old.duckdb")
    fresh = loaded(tmp_path / "new.duckdb", sent)
    for name in FACTS:
        assert rows(con, name) == rows(fresh, name), name
