"""docs/rules.md: the pricing rules in the order in which they apply, from their docstrings and their code."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from contracts.agreements.method_reading import PRICING_KEYS
from contracts.agreements.terms_reading import ALWAYS, KEYS_OF_ANY_METHOD
from contracts.pricing import price, visits

ROOT = Path(__file__).resolve().parents[2]
RULES = "contracts/pricing/rules"
LAW = "contracts/medicare/law"
# Modules that rules share. What they read of the law and the agreement counts as read by the rule that imports them.
SHARED = ("contracts.pricing.agreed_fee", "contracts.pricing.practice_expense", "contracts.pricing.procedures.")
# Fields of the terms whose keys in the agreement's file have another name.
KEYS = {
    "by_relative_values": ("method",),
    "carve_outs": ("carve_out", "conversion_factor_for", "percent_for"),
    "conversion_factor_kind": ("conversion_factor",),
    "has_opps_cap": ("opps_cap",),
    "percent_of_modifier": ("modifiers",),
    "alternative": ("greater_of", "lesser_of_terms"),
    "new_year": ("new_year_rates_from",),
    "unit_limits": ("max_timed_units_per_visit",),
    "visit_caps_for": ("visit_cap_for",),
    "visit_rates_for": ("visit_rate_for",),
}
NO_KEY = {"source"}
WIDTH = 120
KNOWN_KEYS = ALWAYS | KEYS_OF_ANY_METHOD.union(*(needs | may for needs, may in PRICING_KEYS.values()))
HEAD = """# Pricing rules

What a payer should have allowed comes about rule by rule, in this order. A rule that has nothing to say leaves the
line as it is; one that changes the price leaves a step with its source; one that cannot answer refuses the line with a
reason. The order of the rules for lines is `RULES` in
[contracts/pricing/price.py](../contracts/pricing/price.py), of those for what is owed together `VISIT_RULES` and
`AFTER_VISIT` in [contracts/pricing/visits.py](../contracts/pricing/visits.py). What each key of an agreement means is
in [agreements.md](agreements.md).

`make golden` writes this page from the docstrings of the rules and from what their code reads."""


@dataclass(frozen=True)
class Read:
    """What code reads of the law (names of files) and of the agreement (keys)."""

    law: frozenset[str]
    keys: frozenset[str]


def page() -> str:
    parts = [HEAD]
    number = 0
    for title, entries in sections():
        parts.append(f"## {title}")
        for rule, comment in entries:
            number += 1
            if comment:
                parts.append(filled(f"*{comment}:*"))
            parts.append(section(number, rule))
    return "\n\n".join(parts) + "\n"


def sections() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(heading, its rules with the comment above each), in the order in which they apply."""
    yield "Lines", in_order(price, "RULES")
    yield "Two prices of a line", [("greater_of", "")]
    yield "Which lines are together", [("visit_per", "")]
    yield "Lines together", in_order(visits, "VISIT_RULES")
    yield "What changes the amount of a visit", in_order(visits, "AFTER_VISIT")


def in_order(module: ModuleType, name: str) -> list[tuple[str, str]]:
    rules = [rule.__name__ for rule in getattr(module, name)]
    return list(zip(rules, comments(inspect.getsource(module), name), strict=True))


def section(number: int, name: str) -> str:
    """One rule: what it is for, what it does, its source, and what drives it."""
    path = ROOT / RULES / f"{name}.py"
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    first, _, rest = (ast.get_docstring(tree) or "").partition("\n\n")
    [function] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    found = reads(tree)
    laws = sorted(found.law | set(re.findall(rf"{LAW}/(\w+)\.toml", rest)))
    keys = sorted(found.keys | set(re.findall(r"\[terms\.(\w+)\]", rest)))
    lines = [
        f"### {number}. {name}",
        "",
        filled(f"**{first}** {ast.get_docstring(function) or ''}"),
        "",
        *(filled(paragraph) + "\n" for paragraph in rest.split("\n\n")),
    ]
    if laws:
        lines.append(f"- Law: {', '.join(f'[{law}.toml](../{LAW}/{law}.toml)' for law in laws)}")
    if path.with_suffix(".toml").exists():
        lines.append(f"- Data: [{name}.toml](../{RULES}/{name}.toml)")
    if keys:
        lines.append(f"- Agreement: {', '.join(f'`{key}`' for key in keys)}")
    lines.append(f"- Code: [{name}.py](../{RULES}/{name}.py)")
    return "\n".join(lines)


def filled(text: str) -> str:
    """Lines of the page's width, broken between words only."""
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def comments(source: str, name: str) -> Iterator[str]:
    """For each entry of the tuple `name`, the comment above it, up to its colon or end; '' where there is none."""
    body = source.split(f"\n{name}: ", 1)[1].split("\n)", 1)[0].splitlines()[1:]
    above: list[str] = []
    for line in map(str.strip, body):
        if line.startswith("#"):
            above.append(line.removeprefix("#").strip())
        else:
            yield " ".join(above)
            above = []


def reads(tree: ast.Module) -> Read:
    """What a rule's module reads, with the shared modules that it imports."""
    trees = [tree, *(module_tree(name) for name in imported(tree) if name.startswith(SHARED))]
    nodes = [node for each in trees for node in ast.walk(each)]
    return Read(
        frozenset(law for node in nodes for law in law_read(node)),
        frozenset(key for node in nodes for key in keys_read(node)),
    )


def imported(tree: ast.Module) -> list[str]:
    return [node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module]


def module_tree(name: str) -> ast.Module:
    return ast.parse((ROOT / (name.replace(".", "/") + ".py")).read_text("utf-8"))


def law_read(node: ast.AST) -> Iterator[str]:
    """`law.document("x")` and `law.timeline("x", ...)` read x.toml."""
    match node:
        case ast.Call(func=ast.Attribute(attr="document" | "timeline"), args=[ast.Constant(value=str(name)), *_]):
            yield name


def keys_read(node: ast.AST) -> Iterator[str]:
    """`terms.x`, `case.terms.x` and `terms_of(line, case).x` read the key of field x."""
    if not isinstance(node, ast.Attribute) or not is_terms(node.value) or node.attr in NO_KEY:
        return
    keys = KEYS.get(node.attr, (node.attr,))
    unknown = set(keys) - KNOWN_KEYS
    assert not unknown, f"{node.attr} is no key of an agreement: name its keys in {__name__}.KEYS"
    yield from keys


def is_terms(node: ast.AST) -> bool:
    match node:
        case ast.Name(id="terms") | ast.Attribute(attr="terms") | ast.Call(func=ast.Name(id="terms_of")):
            return True
        case ast.BoolOp(values=values):
            return any(map(is_terms, values))
    return False
