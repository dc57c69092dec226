"""`shortpay deposits` over a whole workspace: import, match, list, an answer by hand, and a lost database."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.intake.bank_settings import BankSettings, read_bank_settings
from flows.workspace import Workspace
from tests.deposits.bank import Entry, nacha, statement
from tests.deposits.remits import Remit, entry
from tests.warehouse.conftest import FIXTURES, spend_night
from warehouse.queries import open_published

AS_OF = date(2026, 1, 20)
COLUMNS = """
[deposits]
date = "Posting Date"
date_format = "%m/%d/%Y"
amount = "Amount"
description = ["Memo"]
"""


def run(space, *words):
    return CliRunner().invoke(app, ["--workspace", str(space.root), "deposits", *words], catch_exceptions=False)


def found(space):
    with open_published(space.data) as con:
        return con.execute("select trace, state, deposit_amount from deposit_match order by all").fetchall()


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """A workspace after a night over three remittances and no bank file."""
    root = tmp_path_factory.mktemp("bank") / "workspace"
    shutil.copytree(FIXTURES / "workspace", root)
    (root / "inbox").mkdir()
    with (root / "shortpay.toml").open("a", encoding="utf-8") as settings:
        settings.write(COLUMNS)
    for trace, amount in (("A100", "10.00"), ("A200", "20.00"), ("A300", "30.00")):
        (root / "inbox" / f"{trace}.835").write_bytes(Remit(trace, amount).text())
    spend_night(root, AS_OF)
    return root


@pytest.fixture
def space(night, tmp_path):
    shutil.copytree(night, tmp_path / "workspace", symlinks=True)
    return Workspace(tmp_path / "workspace")


def test_a_bank_file_is_imported_matched_and_published(space, tmp_path):
    (tmp_path / "bank.ach").write_bytes(nacha([entry("A100", "10.00"), entry("Z9", "5.00")]))
    (tmp_path / "bank.csv").write_bytes(statement([entry("A200", "20.00")]))
    done = run(space, "import", str(tmp_path / "bank.ach"), str(tmp_path / "bank.csv"), "--as-of", "2026-01-20")
    assert done.exit_code == 0, done.output
    assert found(space) == [
        ("A100", "matched", Decimal("10.00")),
        ("A200", "matched", Decimal("20.00")),
        ("A300", "remittance_without_eft", None),
        (None, "eft_without_remittance", Decimal("5.00")),
    ]
    again = run(space, "import", str(tmp_path / "bank.ach"), "--as-of", "2026-01-20")
    assert again.exit_code == 0
    assert len(found(space)) == 4
    listed = json.loads(run(space, "list", "--overdue", "--format", "json").output)
    assert {row["state"] for row in listed} == {"eft_without_remittance", "remittance_without_eft"}
    one = json.loads(run(space, "list", "--state", "matched", "--format", "json").output)
    assert [row["trace"] for row in one] == ["A100", "A200"]


def test_a_lost_database_loses_no_deposit_and_no_answer(space, tmp_path):
    (tmp_path / "bank.ach").write_bytes(nacha([Entry(date(2026, 1, 12), Decimal("29.00"), originator="1777777777")]))
    assert run(space, "import", str(tmp_path / "bank.ach"), "--as-of", "2026-01-20").exit_code == 0
    with open_published(space.data) as con:
        (payment,) = con.execute("select payment_id from payment_balance where trace = 'A300'").fetchone()
    assert run(space, "match", "1", str(payment)).exit_code == 0
    space.working_database.unlink()
    spend_night(space.root, AS_OF)
    assert ("A300", "matched_amount_diff", Decimal("29.00")) in found(space)


def test_what_is_no_bank_file_is_refused_with_what_to_write(space, tmp_path):
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    with pytest.raises(Exception, match=r"no line names all the columns of \[deposits\]"):
        run(space, "import", str(tmp_path / "odd.csv"))
    assert not (space.archive / "deposits.jsonl").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"dat": "x"}, "unknown key"),
        ({"date": 1, "amount": "A"}, "text in quotes"),
        ({"date": "D"}, "give either amount"),
        ({"date": "D", "amount": "A", "credit": "C"}, "give either amount"),
        ({"amount": "A"}, "is missing"),
        ({"date": "D", "amount": "A", "sign": "plus"}, "credits_positive"),
        ({"date": "D", "amount": "A", "delimiter": "||"}, "one character"),
        ({"date": "D", "amount": "A", "date_format": "MM/DD/YYYY"}, "%d, %m and %Y"),
        ({"date": "D", "amount": "A", "description": [1]}, "name of a column"),
        ({"card_fee_percent": "many"}, "percentage"),
        ({"card_fee_percent": "21"}, "percentage"),
        ({"eft_business_days": -1}, "whole number"),
        ([], "is a table"),
    ],
)
def test_settings_are_refused_with_the_remedy(given, message):
    problems = []
    read_bank_settings({"deposits": given}, problems)
    assert [message in problem.message for problem in problems].count(True) == 1


def test_rules_alone_are_settings_too():
    problems = []
    assert read_bank_settings({"deposits": {"card_fee_percent": "3"}}, problems) == BankSettings(
        None, {"card_fee_percent": "3"}
    )
    assert problems == []
