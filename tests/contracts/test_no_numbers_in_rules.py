"""No rate, percent, date or code is written in a pricing rule: they live in TOML and CSV with their source."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "contracts"
SOURCES = [
    *sorted(path for path in (ROOT / "pricing").rglob("*.py") if path.name != "backtest.py"),
    *sorted((ROOT / "causes").glob("*.py")),
    *(ROOT / "agreements" / f"{name}.py" for name in ("terms", "escalator", "statutory_terms", "needs")),
]
COUNTING = {0, 1}  # nothing, and one unit or the last step
NUMBER = re.compile(r"[-+]?[\d.,]*\d%?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PROCEDURE = re.compile(r"\b(?:\d{4}[0-9A-Z]|[A-Z]\d{4})\b")
MODIFIER = re.compile(r"[0-9A-Z]{2}")


def violations(text: str) -> list[str]:
    tree = ast.parse(text)
    texts = {id(docstring) for node in ast.walk(tree) for docstring in docstrings(node)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in texts]
    return [f"line {node.lineno}: {node.value!r}" for node in constants if is_a_fact(node.value)]


def docstrings(node: ast.AST) -> list[ast.Constant]:
    """The text below a definition or an assignment; a sentence about 85 percent is no number."""
    body = getattr(node, "body", None)
    if not isinstance(body, list):
        return []
    alone = [each.value for each in body if isinstance(each, ast.Expr)]
    return [each for each in alone if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def is_a_fact(value: object) -> bool:
    if isinstance(value, int | float | complex) and not isinstance(value, bool):
        return value not in COUNTING
    if not isinstance(value, str):
        return False
    whole = any(form.fullmatch(value) for form in (NUMBER, MODIFIER))
    return whole or DATE.search(value) is not None or PROCEDURE.search(value) is not None


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_rules_hold_order_and_no_numbers(path: Path) -> None:
    text = path.read_text("utf-8")
    # An example in a message is no data.
    found = [each for each in violations(text) if "11502/00" not in each and "such as" not in each]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'percent_of(Decimal("85"), amount)',
        "amount * 85 / 100",
        "share = 0.5",
        'if code == "97140": pass',
        'if modifier in {"CQ", "CO"}: pass',
        'since = date.fromisoformat("2022-01-01")',
        "since = date(2022, 1, 1)",
        'text = f"paid at {amount} under 97140"',
        "half = amount / 2",
        'cut = {"G0283": "12.10"}',
    ],
)
def test_a_planted_number_is_found(planted: str) -> None:
    rule = (ROOT / "pricing" / "rules" / "lesser_of.py").read_text("utf-8")
    assert violations(f"{rule}\n\ndef planted(amount, code, modifier):\n    {planted}\n") != []


def test_every_rule_names_its_source_and_has_a_place_in_the_order() -> None:
    pricing = "".join((ROOT / "pricing" / f"{name}.py").read_text("utf-8") for name in ("price", "visits"))
    for path in sorted((ROOT / "pricing" / "rules").glob("*.py")):
        if path.stem == "__init__":
            continue
        assert "Source: " in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""), path.name
        in_a_tuple = any(form in pricing for form in (f"    {path.stem},\n", f"({path.stem},", f", {path.stem})"))
        assert in_a_tuple or f"{path.stem}(" in pricing, path.name
