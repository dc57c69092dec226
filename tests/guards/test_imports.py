"""Imports point one way, and every third-party library has one home."""

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.guards.source import PACKAGES, Module, modules

# Who may import whom among our own: the right may import the left, never back.
ARROWS = {package: PACKAGES[: position + 1] for position, package in enumerate(PACKAGES)}

# A home is a path prefix. A library that is not listed has no home yet: give it one here, or do without.
HOMES = {
    "pyx12": ("parsers/guide/",),
    "polars": ("parsers/x12/", "warehouse/load.py"),
    "duckdb": ("warehouse/",),
    "prefect": ("flows/",),
    "typer": ("flows/",),
    "click": ("flows/",),
    "rich": ("flows/",),
    "xlsxwriter": ("contracts/spreadsheet.py",),
    "typst": ("contracts/letters/",),
    "openpyxl": ("contracts/", "flows/intake/spreadsheets.py"),
    "fastapi": ("warehouse/worklist/",),
    "starlette": ("warehouse/worklist/",),
    "jinja2": ("warehouse/worklist/", "warehouse/report/page.py"),
    "markupsafe": ("warehouse/worklist/",),
    "uvicorn": ("warehouse/worklist/",),
    "multipart": ("warehouse/worklist/",),
    "icalendar": ("warehouse/worklist/",),
    "argon2": ("warehouse/review/users.py",),
}


def imported(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name.split(".")[0]) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, module.package if node.level else (node.module or "").split(".")[0]


def violations(module: Module) -> list[str]:
    found = []
    for number, name in imported(module):
        if name in sys.stdlib_module_names:
            continue
        if name in PACKAGES:
            if name not in ARROWS[module.package]:
                found.append(f"{module.path}:{number} imports {name}: imports point from right to left in {PACKAGES}")
        elif not any(module.path.startswith(home) for home in HOMES.get(name, ())):
            found.append(f"{module.path}:{number} imports {name}, whose home is {HOMES.get(name, 'nowhere')}")
    return found


def test_imports_point_one_way_and_libraries_stay_at_home() -> None:
    assert [line for module in modules() for line in violations(module)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("parsers/x12/amounts.py", "import contracts.pricing.price"),
        ("contracts/pricing/price.py", "from warehouse import database"),
        ("warehouse/load.py", "def late():\n    from flows.intake.settings import Settings"),
        ("contracts/agreements/fee_schedule.py", "import polars as pl"),
        ("warehouse/queries.py", "import polars"),
        ("parsers/x12/segments.py", "import duckdb"),
        ("flows/nightly.py", "import duckdb"),
        ("warehouse/night.py", "from prefect import task"),
        ("contracts/pricing/rules/units.py", "import requests"),
    ],
)
def test_a_planted_import_is_found(path: str, text: str) -> None:
    assert len(violations(Module(path, text))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("flows/nightly.py", "import prefect\nfrom warehouse import night\nfrom . import settings"),
        ("warehouse/load.py", "import polars, duckdb\nfrom parsers.x12.remittance import read"),
        ("contracts/pricing/rules/units.py", "from decimal import Decimal\nfrom contracts.steps import Step"),
    ],
)
def test_imports_along_the_arrow_pass(path: str, text: str) -> None:
    assert violations(Module(path, text)) == []
