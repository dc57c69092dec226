"""What an agreement is said not to ask (contracts/agreements/needs.py) moves no price: a night leaves it unasked."""

from dataclasses import replace
from typing import Any

import pytest

from contracts.agreements import needs as module
from contracts.agreements.needs import Needs, needs_of
from contracts.pricing.price import price
from contracts.situation import Line, Situation
from tests.contracts.test_pricing_cases import WHERE, tables
from tests.contracts.world import book, situation


def asked(whole: Situation, needs: Needs) -> Situation:
    """The situation as a night asks it: without what no price under the terms depends on."""
    return replace(
        whole,
        place_of_service=whole.place_of_service if needs.place_of_service else None,
        locality=whole.locality if needs.locality else None,
        site=whole.site if needs.site else None,
        lines=tuple(asked_of_line(line, needs) for line in whole.lines),
    )


def asked_of_line(line: Line, needs: Needs) -> Line:
    return replace(
        line,
        charge=line.charge if needs.charge else None,
        credential=line.credential if needs.credential else None,
        product=line.product if needs.product else None,
        claim=line.claim if needs.claim else None,
        provider=line.provider if needs.provider else None,
        by_participant=line.by_participant and needs.participant,
    )


def moved_by_what_is_not_asked(case: dict[str, Any]) -> bool:
    """Whether the case has another price when a night asks it, or when lines not priced together are asked apart."""
    where = {key: case[key] for key in WHERE if key in case}
    whole = situation(case["agreement"], case["on"], case["lines"], **where)
    found = book()[case["agreement"]].by_period_start.get(whole.period_start)
    if found is None:
        return False
    needs, expected = needs_of(found[1]), price(whole, book())
    together = price(asked(whole, needs), book())
    if needs.visit or needs.claim:
        return together != expected
    alone = [price(replace(asked(whole, needs), lines=(line,)), book()).lines[0] for line in asked(whole, needs).lines]
    return together != expected or tuple(alone) != expected.lines


@pytest.mark.parametrize("case", tables())
def test_what_is_not_asked_moves_no_price(case: dict[str, Any]) -> None:
    assert not moved_by_what_is_not_asked(case), "say in contracts/agreements/needs.py what the price depends on"


@pytest.mark.parametrize("forgotten", ["_needs_charge", "_needs_visit"])
def test_a_need_that_is_forgotten_is_found(monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    monkeypatch.setattr(module, forgotten, lambda _: False)
    assert any(moved_by_what_is_not_asked(case.values[0]) for case in tables())
