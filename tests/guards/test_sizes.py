"""Modules stay small enough to read in one sitting and are named after their subject."""

from pathlib import Path

import pytest

from tests.guards.source import ROOT, Module, files, modules, plant

LIMITS = {"parsers": 350, "contracts": 350, "warehouse": 350, "flows": 350, "tests": 300}
RULE_LIMIT = 100  # a rule is 20-60 lines, and its docstring quotes its source
TOP_OF_CONTRACTS = 10  # what several rooms share; everything else has a room
NOT_A_SUBJECT = {"utils", "util", "helpers", "helper", "common", "base", "misc"}


def limit(path: str) -> int:
    return RULE_LIMIT if path.startswith("contracts/pricing/rules/") else LIMITS[path.split("/", 1)[0]]


def violations(module: Module) -> list[str]:
    found = []
    lines = module.text.count("\n")
    if lines > limit(module.path):
        found.append(
            f"{module.path} has {lines} lines, {limit(module.path)} at most: split it where its subject splits"
        )
    named = [part for part in Path(module.path).with_suffix("").parts if part in NOT_A_SUBJECT]
    found.extend(f"{module.path}: '{part}' says nothing about what lies inside" for part in named)
    return found


def test_modules_are_small_and_named_after_their_subject() -> None:
    everything = modules(folders=("parsers", "contracts", "warehouse", "flows", "tests"))
    assert [line for module in everything for line in violations(module)] == []


def on_top(paths: list[str]) -> list[str]:
    """Modules of contracts/ that lie in no room, if they are too many."""
    found = [path for path in paths if path.startswith("contracts/") and path.count("/") == 1 and "__" not in path]
    return found if len(found) > TOP_OF_CONTRACTS else []


def test_contracts_has_rooms() -> None:
    assert on_top([module.path for module in modules()]) == []


def test_a_planted_heap_of_modules_is_found(tmp_path: Path) -> None:
    for number in range(TOP_OF_CONTRACTS + 1):
        assert on_top([module.path for module in modules(tmp_path)]) == []
        plant(tmp_path, f"contracts/subject_{number}.py", "")
        plant(tmp_path, f"contracts/room/subject_{number}.py", "")
        plant(tmp_path, "contracts/__init__.py", "")
    assert len(on_top([module.path for module in modules(tmp_path)])) == TOP_OF_CONTRACTS + 1


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        module.path
        for module in modules()
        if module.text.strip() and not module.text.lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("contracts/pricing/price.py", "x = 1\n" * 351),
        ("contracts/pricing/rules/units.py", "x = 1\n" * 101),
        ("tests/contracts/test_pricing.py", "x = 1\n" * 301),
        ("warehouse/utils.py", ""),
        ("parsers/helpers/amounts.py", ""),
    ],
)
def test_a_planted_module_is_found(tmp_path: Path, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    [module] = modules(tmp_path, folders=(path.split("/", 1)[0],))
    assert len(violations(module)) == 1


def test_the_guard_sees_the_repository() -> None:
    assert len(list(files(ROOT, ".py", folders=("tests",)))) > 3
