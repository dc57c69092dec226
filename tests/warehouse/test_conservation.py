"""The check that a night lost nothing: it passes on a sound night, and finds each planted loss."""

import duckdb
import pytest

from flows.intake.archive import Archive
from flows.workspace import Workspace
from tests.warehouse.conservation import losses

PLANTED = {
    "a cent of a claim": "update fact.claim set paid = paid + 0.01 where paid = (select max(paid) from fact.claim)",
    "an adjustment": "delete from fact.adjustment where amount = (select max(amount) from fact.adjustment)",
    "zero for what is absent": "update fact.claim set patient_responsibility = 0 where patient_responsibility is null",
    "a line": "delete from fact.line where line_id = (select max(line_id) from fact.line)",
    "what was found": "truncate fact.finding",
    "a payment that was set aside": "update derived.payment_equation set state = 'mislaid' where state <> 'balanced'",
    "a file": "delete from fact.file where receipt = 'read' and file_id = (select max(file_id) from fact.file)",
}


@pytest.fixture(scope="module")
def files(office: Workspace) -> dict[str, bytes]:
    return {entry.name: entry.content() for entry in Archive(office.archive).ledger()}


def test_a_sound_night_lost_nothing(working: duckdb.DuckDBPyConnection, files: dict[str, bytes]) -> None:
    assert len(files) > 50
    assert losses(working, files) == []


@pytest.mark.parametrize("lost", PLANTED)
def test_what_is_lost_is_found(lost: str, working: duckdb.DuckDBPyConnection, files: dict[str, bytes]) -> None:
    working.execute(PLANTED[lost])
    assert losses(working, files)
