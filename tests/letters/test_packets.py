"""Packets of the fixtures: equal to the snapshot and the archive, the same bytes twice, refused with a reason."""

import csv
import io
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from contracts.letters.contact import Contact, read_contacts
from contracts.letters.excerpt import Segment
from flows.cli import app
from flows.intake.settings import load_settings
from flows.workspace import Workspace
from tests.letters.claims import said, squeezed
from warehouse.packet_facts import PacketFacts, ask
from warehouse.packets import NoDisputeError, packet, packet_of

DISPUTES = "select dispute_id, batch, payer, agreement, cause, shortfall, line_count from dispute_queue order by rank"
RUN = CliRunner()


@pytest.fixture
def contacts(office: Workspace) -> tuple[Contact, ...]:
    return load_settings(office.root).contacts


def test_every_open_dispute_is_in_one_batch_of_one_payer_agreement_and_cause(published) -> None:
    rows = published.execute(DISPUTES).fetchall()
    assert rows
    kinds = {}
    for _, batch, *kind, _, _ in rows:
        assert kinds.setdefault(batch, kind) == kind
        assert batch.startswith(f"{kind[1]}/{kind[2]}")
    lines = published.execute("select count(*), count(distinct line_id) from line_review where in_queue").fetchone()
    assert lines[0] == lines[1]


def test_the_facts_of_a_letter_are_those_of_the_queue(published, office, contacts) -> None:
    ids = [row[0] for row in published.execute(DISPUTES).fetchall()]
    disputes = ask(published, "disputes_of", disputes=ids)
    gathered = PacketFacts(published, office.archive, disputes)
    for dispute in disputes:
        claim = gathered.claim(dispute, contacts)
        assert (claim.short, claim.expected, claim.actual) == (
            dispute["shortfall"], dispute["expected_allowed"], dispute["actual_allowed"],
        )  # fmt: skip
        assert len(claim.lines) == dispute["line_count"]
        assert claim.segments[0].tag == "CLP"
        assert all(source.is_whole for source in claim.sources)
        quoted = {f"{cas[1]}-{code}" for cas in adjustments(claim.segments) for code in cas[2::3]}
        assert all(line.reasons and set(line.reasons) <= quoted for line in claim.lines)
        for issue in claim.issues:
            assert issue.steps[-1].amount == issue.expected
            assert issue.clause
            named = {step.schedule_row for step in issue.steps if step.schedule_row}
            assert {(row.schedule, row.number) for row in issue.fee_rows} >= named
            assert bool(named) == any(".csv row" in step.source for step in issue.steps)


def adjustments(segments: Iterable[Segment]) -> list[list[str]]:
    """The elements of every CAS, as sent."""
    return [segment.raw.split("*") for segment in segments if segment.tag == "CAS"]


def test_a_claim_is_written_with_its_payers_own_segments(published, office, contacts) -> None:
    name, files = packet(published, office.archive, "TH10351", contacts)
    again = packet(published, office.archive, "TH10351", contacts)
    assert (name, files) == again
    text = said(dict(files)["letter.pdf"])
    row = published.execute(
        "select payer_control_number, shortfall, payer, deadline_sentence from dispute_queue "
        "where patient_control_number = 'TH10351'"
    ).fetchone()
    for wanted in (*map(str, row), "Ada Quill", "5 Mill Road", "CLP*TH10351*"):
        assert squeezed(wanted) in text


def test_a_batch_holds_each_of_its_claims_once(published, office, contacts) -> None:
    (batch,) = published.execute(
        "select batch from dispute_queue group by batch order by count(*) desc limit 1"
    ).fetchone()
    _, files = packet(published, office.archive, batch, contacts)
    named = dict(files)
    rows = list(csv.DictReader(io.StringIO(named["lines.csv"].decode(), newline="")))
    wanted = published.execute(
        "select payer_control_number, line_count from dispute_queue where batch = $1 order by 1", [batch]
    ).fetchall()
    counted = sorted((claim, sum(row["payer_claim_no"] == claim for row in rows)) for claim, _ in wanted)
    assert counted == wanted
    assert {row["attachment_ref"] for row in rows} == {name for name in named if name.startswith("claims/")}


def test_what_cannot_be_sent_is_refused_with_a_reason(published, office) -> None:
    with pytest.raises(NoDisputeError, match="There is no disputed claim"):
        packet(published, office.archive, "'; drop table x --")
    with pytest.raises(NoDisputeError, match="not in the published snapshot"):
        packet_of(published, office.archive, ["gone"])
    ids = [row[0] for row in published.execute(DISPUTES).fetchall()]
    with pytest.raises(NoDisputeError, match="several payers"):
        packet_of(published, office.archive, ids)


def test_chosen_disputes_are_packed_together(published, office) -> None:
    rows = published.execute(
        "select list(dispute_id order by rank) from dispute_queue group by batch having count(*) > 1 order by count(*)"
    ).fetchall()
    name, files = packet_of(published, office.archive, rows[0][0])
    assert name.startswith("batch-")
    assert sum(file.startswith("claims/") for file, _ in files) == len(rows[0][0])
    single, _ = packet_of(published, office.archive, rows[0][0][:1])
    assert single.startswith("claim-")


def test_a_file_missing_from_the_archive_is_named_and_not_quoted(published, office, tmp_path: Path) -> None:
    shutil.copytree(office.archive, tmp_path / "archive")
    for path in (tmp_path / "archive").glob("??/*"):
        path.write_bytes(b"other bytes")
    _, files = packet(published, tmp_path / "archive", "TH10351")
    text = said(dict(files)["letter.pdf"])
    assert squeezed("not readable in the archive") in text
    assert squeezed("remittance in the archive") in text  # among what is not on file
    assert "CLP*" not in text


def test_the_command_writes_to_the_outbox_for_this_user_only(office: Workspace, tmp_path: Path) -> None:
    space = Workspace(Path(shutil.copytree(office.root, tmp_path / "workspace", symlinks=True)))
    done = RUN.invoke(app, ["--workspace", str(space.root), "packet", "TH10351"])
    assert done.exit_code == 0, done.output
    (folder,) = space.outbox.iterdir()
    assert {path.name for path in folder.iterdir()} == {"letter.pdf", "before-sending.txt", "manifest.json"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in [folder, *folder.iterdir()])
    zipped = RUN.invoke(app, ["--workspace", str(space.root), "packet", "TH10351", "--zip"])
    assert zipped.output.strip().endswith(".zip")


def test_contacts_are_read_strictly() -> None:
    problems: list = []
    wrong = [{"practice": "nobody", "phone": "1", "mail": "x"}, {"practice": "a"}, {"practice": "a"}]
    read_contacts({"contact": wrong}, "shortpay.toml", ["a"], problems)
    assert [problem.key for problem in problems] == ["contact[1].mail", "contact[1].practice", "contact[3]"]


def test_the_connection_only_reads(published: duckdb.DuckDBPyConnection, office: Workspace) -> None:
    with pytest.raises(duckdb.InvalidInputException):
        published.execute("create table x (a integer)")
    assert packet(published, office.archive, "TH10351")
