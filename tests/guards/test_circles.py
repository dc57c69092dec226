"""No module and no room imports itself by way of others. An import for type checkers counts."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.guards.source import PACKAGES, Module, modules, plant

Graph = Mapping[str, set[str]]


def dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room(name: str) -> str:
    """contracts.pricing of contracts.pricing.rules.bilateral; a module of no room is by itself."""
    return ".".join(name.split(".")[:2])


def imports(module: Module, known: set[str]) -> Iterator[str]:
    """Our own modules that this one imports, wherever in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                name = f"{node.module}.{each.name}"
                yield from [name] if name in known else [node.module] if node.module in known else []


def module_graph(every: list[Module]) -> Graph:
    known = {dotted(module.path) for module in every}
    return {dotted(module.path): set(imports(module, known)) - {dotted(module.path)} for module in every}


def room_graph(graph: Graph) -> Graph:
    rooms: dict[str, set[str]] = {}
    for name, others in graph.items():
        rooms.setdefault(room(name), set()).update({room(other) for other in others} - {room(name)})
    return rooms


def circles(graph: Graph) -> list[list[str]]:
    """The names that reach each other, a list a circle."""
    reached = {name: reach(graph, name) for name in graph}
    found = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in graph
        if name in reached[name]
    }
    return [list(circle) for circle in sorted(found)]


def reach(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    left = list(graph[start])
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += graph[name]
    return seen


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circles(module_graph(modules())) == []


def test_no_room_imports_itself_by_way_of_others() -> None:
    assert circles(room_graph(module_graph(modules()))) == []


@pytest.mark.parametrize(
    "back",
    [
        "from contracts.pricing.price import price",
        "from contracts.pricing import price",
        "import contracts.pricing.price",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from contracts.pricing.price import price",
        "def late():\n    from contracts.pricing.price import price",
    ],
)
def test_a_planted_circle_is_found(tmp_path: Path, back: str) -> None:
    plant(tmp_path, "contracts/pricing/__init__.py", "")
    plant(tmp_path, "contracts/pricing/price.py", "from contracts.letters.facts import Facts")
    plant(tmp_path, "contracts/letters/facts.py", "from contracts.pricing.terms import Terms")
    plant(tmp_path, "contracts/pricing/terms.py", "")
    graph = module_graph(modules(tmp_path))
    assert circles(graph) == []
    assert circles(room_graph(graph)) == [["contracts.letters", "contracts.pricing"]]
    plant(tmp_path, "contracts/pricing/terms.py", back)
    graph = module_graph(modules(tmp_path))
    assert circles(graph) == [["contracts.letters.facts", "contracts.pricing.price", "contracts.pricing.terms"]]


def test_the_guard_sees_the_repository() -> None:
    graph = module_graph(modules())
    assert {name.split(".")[0] for name in graph} == set(PACKAGES)
    assert "contracts.steps" in graph["contracts.pricing.price"]
