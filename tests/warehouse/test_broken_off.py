"""A remittance that breaks off and comes complete another day: its money counts once, released or not."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, run_stages, spend_night
from tests.warehouse.conservation import arrival
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, Judged
from warehouse.database import open_working
from warehouse.load import load_batch
from warehouse.review.events import Change, Review

ONE = claim("A1", "N1", [line("97110", "100", "30.00"), line("97140", "100", "32.81")])
TWO = claim("A2", "N2", [line("97110", "100", "34.59")])
THREE = claim("A3", "N3", [line("97110", "100", "34.59")])
WHOLE = remittance(PPO, ONE, TWO, THREE, trace="T1")


def cut(content: bytes, mark: bytes) -> bytes:
    """Everything before the mark."""
    return content[: content.index(mark)]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_working(tmp_path / "working.duckdb") as con:
        yield con


def load(con: duckdb.DuckDBPyConnection, *contents: bytes) -> None:
    load_batch(con, [arrival(f"{n}.835", each) for n, each in enumerate(contents)])


def released(con: duckdb.DuckDBPyConnection) -> None:
    """Release every payment on record, as a person does by the worklist, and check."""
    rows = con.execute("select sha256, segment_number from fact.payment join fact.file using (file_id)").fetchall()
    [(database,)] = con.execute("select path from duckdb_databases() where path like '%working.duckdb'").fetchall()
    review = Review(Path(database).with_name("review.sqlite"))
    fields = {"released": "yes", "reason": "Seen"}
    review.act("lea", [Change(f"{sha}.payment.{number}", fields, kind="held") for sha, number in rows])
    run_stages(con, "check", review_file=review.path)


def standings(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute("select standing from derived.payment_standing order by payment_id").fetchall()
    return [standing for (standing,) in rows]


def test_claims_of_a_truncated_payment_count_once_when_it_comes_complete(con: duckdb.DuckDBPyConnection) -> None:
    cuts = [WHOLE[:place] for place in range(WHOLE.index(b"~DTM*405"), WHOLE.index(b"~SE*"))]
    load(con, *cuts, WHOLE)
    released(con)
    assert standings(con) == ["superseded"] * len(cuts) + ["posted"]


def test_a_payment_that_lacks_only_its_end_is_a_duplicate(con: duckdb.DuckDBPyConnection) -> None:
    load(con, cut(WHOLE, b"SE*"), WHOLE)
    run_stages(con, "check")
    assert standings(con) == ["posted", "duplicate"]


def test_denials_under_one_trace_are_distinguished_by_their_claims(con: duckdb.DuckDBPyConnection) -> None:
    one, other = (
        remittance(PPO, claim(account, account, [line("97110", "100", "0", "CO*197*100")]), trace="EO0")
        for account in ("D1", "D10")
    )
    load(con, cut(one, b"DTM*472"), other, one)
    released(con)
    assert standings(con) == ["superseded", "posted", "posted"]
    load(con, *[each.replace(b"EO0", b"EO1") for each in (cut(one, b"DTM*472"), other)])
    released(con)
    assert standings(con)[3:] == ["posted", "posted"]


@pytest.mark.parametrize("order", [1, -1])
def test_which_of_the_two_comes_first_does_not_matter(con: duckdb.DuckDBPyConnection, order: int) -> None:
    load(con, *[cut(WHOLE, b"SVC*HC:97140"), WHOLE][::order])
    run_stages(con, "check")
    assert standings(con) == ["superseded", "posted"][::order]
    released(con)
    assert standings(con) == ["superseded", "posted"][::order]


def part(*claims: tuple[str, list[str]], envelope: str) -> bytes:
    return remittance(PPO, *claims, trace="T1", total="131.99", envelope=envelope)


def test_a_part_of_a_split_remittance_that_broke_off_is_no_other_part(con: duckdb.DuckDBPyConnection) -> None:
    first, second = part(ONE, TWO, envelope="000000001"), part(THREE, envelope="000000002")
    load(con, cut(first, b"CLP*A2"), second)
    released(con)
    assert standings(con) == ["posted", "posted"]
    balances = "select state from derived.payment_equation order by payment_id"
    assert con.execute(balances).fetchall() == [("off_by",)] * 2


def test_a_part_that_comes_whole_supersedes_its_own_beginning(con: duckdb.DuckDBPyConnection) -> None:
    first, second = part(ONE, TWO, envelope="000000001"), part(THREE, envelope="000000002")
    load(con, cut(first, b"CLP*A2"), second, first)
    released(con)
    assert standings(con) == ["superseded", "posted", "posted"]
    balances = "select state from derived.payment_equation where standing = 'posted'"
    assert con.execute(balances).fetchall() == [("balanced_together",)] * 2


@pytest.mark.parametrize(
    "other",
    [
        remittance(PPO, ONE, TWO, THREE, trace="T2"),
        remittance(PPO, ONE, TWO, THREE, trace="T1", day="20261019"),
        remittance(PPO, claim("A1", "N9", [line("97110", "100", "30.00"), line("97140", "100", "32.81")]),
                   TWO, THREE, trace="T1"),
    ],
    ids=["another trace", "another day", "another claim"],
)  # fmt: skip
def test_another_remittance_supersedes_nothing(con: duckdb.DuckDBPyConnection, other: bytes) -> None:
    load(con, cut(WHOLE, b"CLP*A3"), other)
    released(con)
    assert standings(con) == ["posted", "posted"]


def test_a_released_payment_that_comes_complete_counts_once_everywhere(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    broken = cut(WHOLE, b"NM1*QC*1*DOE*PAT****MI*MA2")
    (space.inbox / "cut.835").write_bytes(broken)
    release(space, f"{sha256(broken).hexdigest()}.payment.3")
    spend_night(space.root)
    judged = Judged(space)
    assert judged.disputed() == {"A1": "4.59"}
    assert judged.ask("select standing, state, off_by from payment_balance") == [("posted", "off_by", Decimal("34.59"))]
    (space.inbox / "whole.835").write_bytes(WHOLE)
    assert spend_night(space.root).claims_to_judge is not None
    found = everything(judged)
    assert judged.disputed() == {"A1": "4.59"}
    assert judged.ask("select standing, state, duplicate_of from payment_balance order by file_name") == [
        ("superseded", "superseded", "whole.835"), ("posted", "balanced", None),
    ]  # fmt: skip
    reason = "1 of 1 payments: breaks off before its end; it came whole in whole.835 and counts there."
    assert judged.ask("select disposition, reason from file_log order by file_name") == [
        ("superseded", reason), ("loaded", None),
    ]  # fmt: skip
    assert judged.ask("select file_name, severity from finding where code = 'came_whole'") == [("cut.835", "note")]
    assert judged.ask("select count(*) from held") == [(0,)]
    with duckdb.connect(str(space.working_database)) as con:
        con.execute("truncate store.night_basis")
    assert spend_night(space.root).claims_to_judge is None
    assert everything(judged) == found


def release(space: Workspace, held_id: str) -> None:
    review = Review(space.review_state)
    review.act("lea", [Change(held_id, {"released": "yes", "reason": "It will not come again"}, kind="held")])
    review.close()


def everything(judged: Judged) -> list[list[tuple[object, ...]]]:
    return [
        judged.ask(f"select * from {view} order by all")
        for view in ("line_review", "dispute_queue", "claim_history", "payment_balance", "finding", "dispute_history")
    ]
