"""docs/traps.md and the tests agree: every trap has a test named after its number, or says what no file shows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAPS = range(1, 63)
SECTION = re.compile(r"^Tests: `tests/warehouse/(\w+\.py)`$", re.MULTILINE)
TRAP = re.compile(r"^### (\d+)\. .+\n\n((?:[- ] .+\n)+)", re.MULTILINE)
# Traps of which a half is in no file, and words of the half that is missing. No trap is in no file wholly.
NO_FILE_SHOWS = {7: "status 1 and without OA-23", 15: "the 837", 38: "REF*9A", 60: "letter"}


def functions(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def traps(text: str) -> list[tuple[int, str, str]]:
    """(number, module of its section, what is written under its heading) of every trap on the page."""
    parts = SECTION.split(text)[1:]
    return [
        (int(number), module, " ".join(body.split()))
        for module, section in zip(parts[::2], parts[1::2], strict=True)
        for number, body in TRAP.findall(section)
    ]


def problems(text: str, tested: dict[str, set[str]]) -> list[str]:
    """What the page promises and no test holds, and the other way round."""
    found = []
    listed = traps(text)
    if sorted(number for number, _, _ in listed) != list(TRAPS):
        found.append("the page does not list traps 1 to 62 once each")
    for number, module, body in listed:
        named = set(re.findall(r"`(test_\w+)`", body))
        if named != {name for name in tested[module] if name.startswith(f"test_trap_{number}_")} or not named:
            found.append(f"trap {number}: the page names {sorted(named)}, {module} has others")
        if "- Shows: " not in body or "**" not in body:
            found.append(f"trap {number}: what it shows or the verdict is missing")
        if ("No file shows: " in body) != (number in NO_FILE_SHOWS) or NO_FILE_SHOWS.get(number, "") not in body:
            found.append(f"trap {number}: the half that no file shows")
    return found


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tested() -> dict[str, set[str]]:
    return {path.name: functions(path) for path in (ROOT / "tests" / "warehouse").glob("test_traps_*.py")}


def test_the_page_and_the_tests_agree(page: str, tested: dict[str, set[str]]) -> None:
    assert problems(page, tested) == []


def test_every_numbered_test_is_on_the_page(page: str, tested: dict[str, set[str]]) -> None:
    everything = {name for names in tested.values() for name in names if re.match(r"test_trap_\d", name)}
    assert everything == {name for name in re.findall(r"`(test_\w+)`", page) if re.match(r"test_trap_\d", name)}


def test_the_converse_is_tested(page: str, tested: dict[str, set[str]]) -> None:
    [name] = re.findall(r"`(test_\w+)`", page.partition("## The converse")[2])
    assert name in tested["test_traps_lines.py"]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("### 24. ", "### 23. "),
        ("`test_trap_19_", "`test_trap_91_"),
        ("- Test: `test_trap_46_percent_of_the_charge`\n", ""),
        ("- No file shows: whether", "- Whether"),
        ("### 58. Other currencies\n\n- Shows: ", "### 58. Other currencies\n\n- "),
    ],
)
def test_a_page_that_is_wrong_is_noticed(page: str, tested: dict[str, set[str]], was: str, becomes: str) -> None:
    assert was in page
    assert problems(page.replace(was, becomes), tested) != []
