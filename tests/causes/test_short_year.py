"""Of a year's short payments nearly every cause is named, none without a sentence, and nothing paid right is short."""

from collections import Counter

import pytest

from contracts import codes
from tests.causes.measure import Named, named
from tests.causes.short_year import MISTAKES, UNEXPLAINED

SEED = 7
GOAL = 0.98


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Named]:
    return named(SEED, tmp_path_factory.mktemp("short year") / "workspace")


def test_nearly_every_cause_is_named(found: list[Named]) -> None:
    wrong = [each for each in found if not each.is_right]
    assert len(wrong) <= (1 - GOAL) * len(found), wrong


def test_the_year_has_most_mistakes_and_most_causes(found: list[Named]) -> None:
    planned = {mistake for mistakes in MISTAKES.values() for mistake in mistakes}
    assert len({each.known.mistake for each in found}) >= len(planned) * 3 // 4
    assert len({each.known.cause for each in found}) >= 15
    assert len(found) > 400


def test_every_short_line_has_a_cause_of_the_list_and_a_sentence(found: list[Named]) -> None:
    assert [each for each in found if each.cause not in codes.causes() or not (each.sentence or "").endswith(".")] == []


def test_what_is_paid_right_is_not_short(found: list[Named]) -> None:
    assert [each for each in found if each.known.cause is None] == []


def test_a_rate_that_nothing_explains_is_not_explained(found: list[Named]) -> None:
    without_rate = [each for each in found if each.known.cause == UNEXPLAINED]
    said = Counter(each.cause for each in without_rate)
    assert said[UNEXPLAINED] >= 0.9 * len(without_rate) > 0
    assert all(
        (each.sentence or "").startswith("Not explained: ") for each in without_rate if each.cause == UNEXPLAINED
    )
