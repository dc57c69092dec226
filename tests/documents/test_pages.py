"""docs/rules.md and docs/views.md are what `make golden` writes, and say something about every rule and column."""

import ast
import re
from pathlib import Path

import pytest

from contracts.pricing.price import RULES
from contracts.pricing.visits import AFTER_VISIT, VISIT_RULES
from tests.documents import __main__ as documents
from tests.documents import rules_page
from tests.flows.conftest import ROOT

RULES_PAGE = documents.RULES.read_text("utf-8")
VIEWS_PAGE = documents.VIEWS.read_text("utf-8")


def test_the_rules_are_those_of_the_code() -> None:
    assert rules_page.page() == RULES_PAGE, "make golden writes it again"


def test_the_views_are_those_of_a_snapshot(tmp_path: Path) -> None:
    assert documents.views(tmp_path / "night") == VIEWS_PAGE, "make golden writes it again"


def test_every_rule_has_its_place_its_source_and_its_code() -> None:
    sections = dict(re.findall(r"^### \d+\. (\w+)\n(.*?)(?=^##|\Z)", RULES_PAGE, re.MULTILINE | re.DOTALL))
    lines, visits, after = ([rule.__name__ for rule in rules] for rules in (RULES, VISIT_RULES, AFTER_VISIT))
    assert list(sections) == [*lines, "greater_of", "visit_per", *visits, *after]
    for name, text in sections.items():
        assert re.search(r"^\*\*.+?[.:]\*\*\s\S", text, re.MULTILINE | re.DOTALL), (
            f"{name}: what it is for, what it does"
        )
        assert "\nSource: " in text, name
        assert f"\n- Code: [{name}.py](../contracts/pricing/rules/{name}.py)\n" in text


@pytest.mark.parametrize("page", [RULES_PAGE, VIEWS_PAGE], ids=["rules", "views"])
def test_links_lead_somewhere(page: str) -> None:
    assert [to for to in re.findall(r"\]\(([^)#]+)\)", page) if not (ROOT / "docs" / to).exists()] == []
    headings = set(re.findall(r"^## (\w+)$", page, re.MULTILINE))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= headings


def test_every_view_has_a_grain_and_every_column_a_type_and_a_meaning() -> None:
    sections = re.findall(r"^## \w+\n\n(.*?)(?=^##|\Z)", VIEWS_PAGE, re.MULTILINE | re.DOTALL)
    assert len(sections) > 20
    for text in sections:
        about, grain, rows = text.split("\n\n", 2)
        assert about
        assert re.match(r"One row for each `\w.+`\.$", grain), grain
        for row in rows.strip().splitlines()[2:]:
            assert re.fullmatch(r"\| `\w+` \| [A-Z][A-Za-z_(),0-9 ]+ \| \S.* \|", row), row


def test_what_a_rule_reads_is_found() -> None:
    code = """
def rule(line, case):
    terms = case.terms
    if terms.mppr != "medicare" or (line.terms or case.terms).lesser_of == "claim" or terms_of(line, case).unit_limits:
        return case.rates.law.document("surgery_mppr"), law.timeline("participation", "fee"), terms.source, line.percent
"""
    read = rules_page.reads(ast.parse(code))
    assert read.law == {"surgery_mppr", "participation"}
    assert read.keys == {"mppr", "lesser_of", "max_timed_units_per_visit"}


def test_a_field_without_a_key_is_refused() -> None:
    with pytest.raises(AssertionError, match="is_dear is no key of an agreement"):
        rules_page.reads(ast.parse("case.terms.is_dear"))
