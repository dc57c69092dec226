"""SQL lives in .sql files whose first line states the grain; text is formatted into SQL in one function only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.source import ROOT, Module, files, modules, plant

# Statements are written in lower or upper case; a sentence begins with a capital and passes.
SHAPES = re.compile(
    r"""\s*(?:select\b.*\bfrom\b | insert\s+(?:or\s+\w+\s+)?into\b | delete\s+from\b | update\b.*\bset\b
      | with\b.*\bas\b.*\( | (?:create|drop|alter)\s.*\b(?:table|view|schema|index|sequence|macro|type)\b
      | (?:attach|detach|truncate|describe|pragma|set|comment\s+on)\s | copy\b.*\bto\b)""",
    re.VERBOSE | re.DOTALL,
)
GRAIN = re.compile(r"^-- .*(?:\bgrain\b|\bone row per\b)", re.IGNORECASE)


def formatted(module: Module) -> Iterator[tuple[str, int]]:
    """(function, line) of each f-string, `%`, `.format` or `+` that builds a statement."""
    for function in ast.walk(module.tree):
        inner = (ast.FunctionDef, ast.AsyncFunctionDef)
        name = function.name if isinstance(function, inner) else None
        if name is None and not isinstance(function, ast.Module):
            continue
        for node in own_nodes(function):
            head = opening(node)
            if head is not None and (SHAPES.match(head) or SHAPES.match(head.swapcase())):
                yield f"{module.path}:{name or 'module'}", node.lineno


def own_nodes(function: ast.AST) -> Iterator[ast.expr]:
    """Expressions of this function, not of functions inside it."""
    for child in ast.iter_child_nodes(function):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from own_nodes(child)


def opening(node: ast.expr) -> str | None:
    """The literal text an expression begins with, when more text is then put into it."""
    if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
        return "".join(part.value if isinstance(part, ast.Constant) else " ? " for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add) and isinstance(node.left, ast.Constant):
        return node.left.value if isinstance(node.left.value, str) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        text = node.func.value
        return text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
    return None


def grain_violation(path: str, text: str) -> list[str]:
    """A migration holds many tables, so its first line says what they are for; every other file states its grain."""
    first = text.split("\n", 1)[0]
    if GRAIN.match(first) or ("/schema/" in path and first.startswith("-- ")):
        return []
    return [f"{path}: the first line is a comment with the grain ('-- grain: one row per ...')"]


def test_sql_is_formatted_in_one_function_only() -> None:
    places = {place for module in modules() for place, _ in formatted(module)}
    assert len(places) <= 1, f"identifiers are put into SQL in one function, found: {sorted(places)}"


def test_every_sql_file_states_its_grain() -> None:
    everything = [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in files(ROOT, ".sql")]
    assert [line for path, text in everything for line in grain_violation(path, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(con, name):\n    con.execute(f'select * from {name}')",
        "def f(con, name):\n    con.execute('delete from %s' % name)",
        "def f(con, name):\n    con.execute('insert into {} values (1)'.format(name))",
        "def f(con, name):\n    con.execute('select * from ' + name)",
        "def f(con, name):\n    con.execute(f'create table {name} (a int)')",
        "def f(con, name):\n    con.execute(f'''\n        attach '{name}' as x''')",
    ],
)
def test_planted_sql_is_found(text: str) -> None:
    assert [place for place, _ in formatted(Module("warehouse/x.py", text))] == ["warehouse/x.py:f"]


@pytest.mark.parametrize(
    "text",
    [
        "def f(n):\n    return f'From {n} on, the schedule applies'",
        "def f(n):\n    return f'{n} files loaded'",
        "def f(con, n):\n    con.execute('select * from line where n = ?', [n])",
        "def f(n):\n    return f'Select a payer from the list of {n}'",
    ],
)
def test_sentences_and_parameters_pass(text: str) -> None:
    assert list(formatted(Module("warehouse/x.py", text))) == []


def test_a_planted_sql_file_without_grain_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "warehouse/sql/marts/coverage.sql", "select 1")
    plant(tmp_path, "warehouse/sql/marts/held.sql", "-- grain: one row per held container\nselect 1")
    plant(tmp_path, "warehouse/sql/schema/0001_facts.sql", "create schema fact")
    found = [path.name for path in files(tmp_path, ".sql") if grain_violation(str(path), path.read_text("utf-8"))]
    assert found == ["coverage.sql", "0001_facts.sql"]
