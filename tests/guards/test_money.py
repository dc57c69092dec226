"""Money is Decimal: no binary fraction is written, made or declared where amounts are decided or kept."""

import ast
import re
from pathlib import Path

import pytest

from tests.guards.source import ROOT, Module, files, modules, plant

WHERE = ("contracts", "warehouse")
EXCUSE = "# not money"  # on the same line: seconds, bytes, shares shown on a page
SQL_EXCUSE = "-- not money"
SHARE = re.compile(r"\bas \w+_share\b")  # by the naming law a share of a count, 0 to 1
# avg and DOUBLE lose cents; `/` is not searched for, since text alone cannot tell money from counts.
SQL_FLOAT = re.compile(r"\b(?:avg|double|float[48]?|real)\b", re.IGNORECASE)


def violations(module: Module) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            what = f"the float literal {node.value}"
        elif isinstance(node, ast.Name) and node.id == "float":
            what = "float"
        else:
            continue
        if EXCUSE not in module.line(node.lineno):
            found.append(
                f"{module.path}:{node.lineno} uses {what}: money is Decimal, rates live in TOML or CSV as text"
            )
    return found


def sql_violations(path: str, text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        statement = line.split("--", 1)[0]
        if SQL_FLOAT.search(statement) and SQL_EXCUSE not in line and not SHARE.search(statement):
            found.append(f"{path}:{number} computes in DOUBLE")
    return found


def test_no_float_decides_or_keeps_money() -> None:
    assert [line for module in modules(folders=WHERE) for line in violations(module)] == []


def test_no_sql_computes_in_double() -> None:
    everything = [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in files(ROOT, ".sql")]
    assert [line for path, text in everything for line in sql_violations(path, text)] == []


@pytest.mark.parametrize(
    "text", ["rate = 0.85", "amount = float(paid)", "def price(charge: float) -> None: ...", "x = {'percent': 1e2}"]
)
def test_a_planted_float_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "contracts/pricing/rules/planted.py", text)
    [module] = modules(tmp_path)
    assert violations(module) != []


@pytest.mark.parametrize(
    "text", ["from decimal import Decimal\nx = Decimal('0.85')", "pause = 0.05  # not money: seconds"]
)
def test_decimals_and_seconds_pass(text: str) -> None:
    assert violations(Module("contracts/x.py", text)) == []


@pytest.mark.parametrize("text", ["select avg(paid) from line", "select paid::DOUBLE from line"])
def test_a_planted_double_is_found(text: str) -> None:
    assert sql_violations("warehouse/sql/views/x.sql", text) != []


def test_words_in_sql_comments_pass() -> None:
    assert sql_violations("x.sql", "-- grain: payer\n-- no double counting\nselect count(*) from line") == []
    assert sql_violations("x.sql", "count(*) filter (where is_exact)::double / count(*) as exact_share") == []
