"""The report of a night: its figures, overpayments, comparison with Medicare; and the verification of a claim."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF
from warehouse.report.charts import LABEL, VALUE, WIDTH, bars
from warehouse.report.page import report

RUN = CliRunner()


@pytest.fixture(scope="module")
def page(office: Workspace) -> str:
    done = RUN.invoke(app, ["--workspace", str(office.root), "report"])
    assert done.exit_code == 0, done.output
    return Path(done.output.strip()).read_text("utf-8")


def test_the_page_needs_nothing_but_itself(page: str) -> None:
    assert not re.search(r"https?:|//[a-z]|\burl\(|@import|<script|<link|<img|\bsrc=|\bhref=", page, re.IGNORECASE)
    assert page.count("<svg") >= 3


def test_the_page_says_what_the_views_say(page: str, published) -> None:
    count, short = published.execute("select count(*), sum(shortfall) from dispute_queue").fetchone()
    assert f"<b>{count:,}</b><span>open disputes" in page
    assert f"<b>{short:,.2f}</b><span>dollars short" in page
    for (payer,) in published.execute("select distinct payer from payer_scorecard").fetchall():
        assert payer in page
    assert "dollars recovered so far" in page


def test_names_of_strangers_are_escaped(office: Workspace, tmp_path: Path) -> None:
    import duckdb

    shutil.copy(office.current_snapshot.resolve(), tmp_path / "spoiled.duckdb")
    with duckdb.connect(str(tmp_path / "spoiled.duckdb")) as con:
        con.execute("update derived.batched_dispute set payer = '<script>alert(1)</script>', cause = '{{ 7 * 7 }}'")
        _, page = report(con)
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page


def test_a_warehouse_without_disputes_has_a_page(office: Workspace, tmp_path: Path) -> None:
    import duckdb

    shutil.copy(office.current_snapshot.resolve(), tmp_path / "empty.duckdb")
    with duckdb.connect(str(tmp_path / "empty.duckdb")) as con:
        con.execute("delete from derived.batched_dispute")
        day, page = report(con)
    assert day == AS_OF
    assert "No dispute is open." in page


def test_overpayments_are_apart_from_the_queue(published) -> None:
    rows = published.execute(
        "select line_id, over_amount, agreement, return_by - identified_on from overpayment"
    ).fetchall()
    assert rows
    assert all(amount > 0 for _, amount, _, _ in rows)
    assert {days for _, _, agreement, days in rows if agreement == "medicare_b"} == {60}
    assert {days for _, _, agreement, days in rows if agreement != "medicare_b"} == {None}
    assert not published.execute(
        "select 1 from overpayment inner join line_review using (line_id) where in_queue"
    ).fetchall()


def test_a_payer_without_an_agreement_is_judged_beside_medicare(published) -> None:
    rows = published.execute(
        "select medicare_lines_allowed, medicare_amount, percent_of_medicare from payer_scorecard "
        "where agreement is null"
    ).fetchall()
    assert rows
    for allowed, medicare, percent in rows:
        assert percent == round(100 * allowed / medicare, 1)


def test_bars_stay_inside_the_drawing() -> None:
    from decimal import Decimal

    chart = bars("x", [("a", "1", [Decimal(1), Decimal(2)]), ("b", "0", [Decimal()]), ("c", "900", [Decimal(900)])])
    ends = [left + width for bar in chart.bars for left, width, _ in bar.parts]
    assert all(LABEL < end <= WIDTH - VALUE for end in ends)
    assert all(width >= 1 for bar in chart.bars for _, width, _ in bar.parts)
    assert bars("x", [("b", "0", [Decimal()])]) is None


def test_a_claim_is_verified_until_its_inputs_change(office: Workspace, tmp_path: Path) -> None:
    space = Workspace(Path(shutil.copytree(office.root, tmp_path / "workspace", symlinks=True)))
    asked = ["--workspace", str(space.root), "explain", "TH10351", "--verify"]
    done = RUN.invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "Verified:" in done.output
    for path in space.schedules.glob("summerfield*.csv"):
        path.write_text(re.sub(r"(?m)^(97140,[^,]*),(\d+)", r"\1,1\2", path.read_text("utf-8")), "utf-8")
    changed = RUN.invoke(app, asked)
    assert changed.exit_code == 1
    assert "Not verified:" in changed.output
    assert "stored:" in changed.output
    for path in space.archive.glob("??/*"):
        path.write_bytes(b"")
    assert "not the same bytes" in RUN.invoke(app, asked).output
