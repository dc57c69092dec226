"""SQL is in .sql files whose first line is the grain; text enters a statement only through `naming` or `literal`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.source import ROOT, Module, files, modules, plant
from warehouse.statements import migrations

# warehouse/statements.py: names in double quotes, and text where DuckDB takes no parameter.
ESCAPED = {"naming", "literal"}
# Statements are written in lower or upper case; a sentence begins with a capital and passes.
SHAPES = re.compile(
    r"""\s*(?:select\b.*\bfrom\b | insert\s+(?:or\s+\w+\s+)?into\b | delete\s+from\b | update\b.*\bset\b
      | with\b.*\bas\b.*\( | (?:create|drop|alter)\s.*\b(?:table|view|schema|index|sequence|macro|type)\b
      | (?:attach|detach|truncate|describe|pragma|set|comment\s+on)\s | copy\b.*\bto\b)""",
    re.VERBOSE | re.DOTALL,
)
GRAIN = re.compile(r"-- (?:grain: \S|no grain, a macro: \S)")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def violations(module: Module) -> list[str]:
    """Every f-string, `%`, `.format` or `+` that puts anything but a quoted identifier into a statement."""
    found = []
    for scope in ast.walk(module.tree):
        if not isinstance(scope, Function | ast.Module):
            continue
        names = {name for node in own_nodes(scope) for name in assigned_from_quoted(node)}
        for node in own_nodes(scope):
            text = opening(node)
            statement = text is not None and (SHAPES.match(text) or SHAPES.match(text.swapcase()))
            if statement and not all(is_quoted(part, names) for part in parts(node)):
                found.append(f"{module.path}:{node.lineno} puts text into SQL that was not quoted")
    return found


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Nodes of this function or module, not of the functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, Function):
            yield child
            yield from own_nodes(child)


def assigned_from_quoted(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and is_quoted(node.value, set()):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def is_quoted(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.FormattedValue):
        return is_quoted(node.value, names)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in ESCAPED
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in names)


def parts(node: ast.AST) -> list[ast.AST]:
    """What is put together; `%` and `.format` count as unquoted, whatever they put in."""
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*parts(node.left), *parts(node.right)]
    return [node]


def opening(node: ast.AST) -> str | None:
    """The literal text of an expression into which more text is put."""
    if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else " ? " for part in node.values)
    text: ast.AST | None = None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        text = node.left.left if isinstance(node.left, ast.BinOp) else node.left
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        text = node.func.value
    return text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def grain_violation(path: str, text: str) -> list[str]:
    """A migration holds many tables, so its first line says what they are for; every other file states its grain."""
    first = text.split("\n", 1)[0]
    if GRAIN.match(first) or ("/migrations/" in path and first.startswith("-- ")):
        return []
    return [f"{path}: the first line is a comment with the grain ('-- grain: ...')"]


def test_only_quoted_identifiers_are_put_into_sql() -> None:
    assert [line for module in modules() for line in violations(module)] == []


def test_every_sql_file_states_its_grain() -> None:
    everything = [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in files(ROOT, ".sql")]
    assert [line for path, text in everything for line in grain_violation(path, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(con, name):\n    con.execute(f'select * from {name}')",
        "def f(con, name):\n    con.execute(f'select * from {literal(name)} where n = {name}')",
        "def f(con, name):\n    con.execute('delete from %s' % name)",
        "def f(con, name):\n    con.execute('insert into {} values (1)'.format(name))",
        "def f(con, name):\n    con.execute('select * from ' + name)",
        "def f(con, name):\n    con.execute(f'CREATE TABLE {name} (a int)')",
        "def f(con, name):\n    con.execute(f'''\n        attach '{name}' as x''')",
        "NAME = input()\nQUERY = f'update {NAME} set a = 1'",
    ],
)
def test_planted_sql_is_found(text: str) -> None:
    assert len(violations(Module("warehouse/x.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "def f(n):\n    return f'From {n} on, the schedule applies'",
        "def f(n):\n    return f'{n} files loaded'",
        "def f(n):\n    return f'Select a payer from the list of {n}'",
        "def f(con, n):\n    con.execute('select * from line where n = ?', [n])",
        "def f(con, name):\n    con.execute(f'select * from fact.{literal(name)}')",
        "def f(con, name):\n    con.execute('select * from ' + naming('{name}', name=name) + ' where true')",
        "def f(con, name):\n    table = naming('{name}', name=name)\n    con.execute(f'select * from fact.{table}')",
    ],
)
def test_sentences_parameters_and_quoted_identifiers_pass(text: str) -> None:
    assert violations(Module("warehouse/x.py", text)) == []


def test_a_planted_sql_file_without_grain_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "warehouse/sql/views/coverage.sql", "select 1")
    plant(tmp_path, "warehouse/sql/views/held.sql", "-- grain: held container\nselect 1")
    plant(tmp_path, "warehouse/sql/migrations/0001_facts.sql", "create schema fact")
    found = [path.name for path in files(tmp_path, ".sql") if grain_violation(str(path), path.read_text("utf-8"))]
    assert sorted(found) == ["0001_facts.sql", "coverage.sql"]


def test_every_migration_has_a_number_of_its_own() -> None:
    numbers = [number for number, _, _ in migrations()]
    assert numbers == sorted(set(numbers))
