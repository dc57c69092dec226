"""What is done in one way has one home: the clock, rows as mappings, rounding to cents, the guard against formulas."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.source import Module, modules, plant

# The name or attribute that gives a second way away -> the modules that may use it. Where a module has a reason of its
# own, the reason stands beside it.
HOMES = {
    "utcnow": (),
    "now": (
        "warehouse/clock.py",
        "flows/lock.py",  # says to a person since when: local time
    ),
    "description": (
        "warehouse/queries.py",
        "flows/commands/data.py",  # a query may name two columns alike
    ),
    "ROUND_HALF_UP": ("contracts/money.py",),
    "add_worksheet": ("contracts/spreadsheet.py",),
}
# `now` of a datetime and `description` of a cursor; other things may be called so.
OF = {"now": ("datetime",), "description": ("cursor", "con")}


def used(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr not in OF or owner in OF[node.attr]:
                yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, each.name) for each in node.names if each.name not in OF)


def violations(module: Module) -> list[str]:
    return [
        f"{module.path}:{number} uses {name}, whose home is {HOMES[name]}"
        for number, name in used(module)
        if name in HOMES and module.path not in HOMES[name]
    ]


def test_what_is_done_in_one_way_has_one_home() -> None:
    assert [line for module in modules() for line in violations(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import UTC, datetime\nnow = datetime.now(UTC)",
        "columns = [column[0] for column in cursor.description]",
        "from decimal import ROUND_HALF_UP",
        "import decimal\nmode = decimal.ROUND_HALF_UP",
        "sheet = workbook.add_worksheet()",
    ],
)
def test_a_planted_second_way_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "warehouse/report/planted.py", text)
    [module] = modules(tmp_path)
    assert len(violations(module)) == 1


def test_other_things_may_have_the_same_name() -> None:
    text = "def f(now, row):\n    return now, row.description, clock.now()"
    assert violations(Module("warehouse/report/planted.py", text)) == []
