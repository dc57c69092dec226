"""Nothing lives only in tests: what a module defines, the product uses."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.source import Module, modules, plant
from tests.guards.test_circles import dotted


def defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Functions, classes and constants of the module."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not any(map(registers, node.decorator_list)):
                yield node.name, node
            case ast.ClassDef():
                yield node.name, node
            case ast.Assign():
                yield from ((each.id, node) for each in node.targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name() as name):
                yield name.id, node


def registers(decorator: ast.expr) -> bool:
    """`@app.command("import")`: whoever keeps the register calls the function."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)


def mentions(tree: ast.AST) -> Iterator[str]:
    """Names and strings that are names: of a type that is defined further down, or in __all__."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def asked_for(tree: ast.Module, known: set[str]) -> Iterator[tuple[str, str]]:
    """(module, name) of everything this module takes from another one of ours."""
    called: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                if (full := f"{node.module}.{each.name}") in known:
                    called[each.asname or each.name] = full
                else:
                    yield node.module, each.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            yield called.get(owner, owner), node.attr


def unused(every: list[Module]) -> list[str]:
    trees = {dotted(module.path): module.tree for module in every}
    asked: dict[str, set[str]] = defaultdict(set)
    for tree in trees.values():
        for owner, name in asked_for(tree, set(trees)):
            asked[owner].add(name)
    found = []
    for home, tree in trees.items():
        inside = [(node, set(mentions(node))) for node in tree.body]
        for name, node in defined(tree):
            is_used = name in asked[home] or any(name in said for other, said in inside if other is not node)
            if not is_used and not name.startswith("__"):
                found.append(f"{home}.{name}")
    return found


def test_the_product_uses_what_it_defines() -> None:
    assert sorted(set(unused(modules()))) == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("def priced(): ...", "priced"),
        ("def priced(n):\n    return priced(n - 1)", "priced"),
        ("class Price:\n    def twice(self) -> 'Price': ...", "Price"),
        ("RATE = 1", "RATE"),
    ],
)
def test_a_planted_function_that_nobody_calls_is_found(tmp_path: Path, text: str, dead: str) -> None:
    plant(tmp_path, "contracts/pricing/planted.py", text)
    assert unused(modules(tmp_path)) == [f"contracts.pricing.planted.{dead}"]


@pytest.mark.parametrize(
    "user",
    [
        "from contracts.pricing.planted import priced",
        "from contracts.pricing import planted\nplanted.priced()",
        "import contracts.pricing.planted\ncontracts.pricing.planted.priced()",
    ],
)
def test_what_is_used_anywhere_passes(tmp_path: Path, user: str) -> None:
    plant(tmp_path, "contracts/pricing/planted.py", "def priced(): ...")
    plant(tmp_path, "flows/cli.py", user)
    assert unused(modules(tmp_path)) == []
