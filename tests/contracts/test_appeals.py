"""The levels of appeal that the law grants, to the day."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.disputes.appeal_levels import appeal_levels, close_level, recoupment_rules

LEVELS = {level.level: level for level in appeal_levels() if level.filing_code == "MB"}
DETERMINED = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("level", "deadline", "safe"),
    [
        ("reopening", date(2027, 3, 2), date(2027, 3, 2)),
        # 120 days and 5 presumed end on Sunday, July 5; nothing presumed and nothing rolled: June 30
        ("redetermination", date(2026, 7, 6), date(2026, 6, 30)),
    ],
)
def test_levels_counted_from_the_initial_determination(level, deadline, safe):
    end = close_level(LEVELS[level], DETERMINED)
    assert (end.deadline, end.safe_deadline) == (deadline, safe)
    assert "42 CFR 405.9" in end.sentence


@pytest.mark.parametrize(("level", "days"), [("reconsideration", "180 days"), ("hearing", "60 days")])
def test_levels_after_another_have_no_day_until_it_is_decided(level, days):
    end = close_level(LEVELS[level], DETERMINED)
    assert (end.deadline, end.safe_deadline) == (None, None)
    assert end.sentence.startswith(f"{days} after the decision of the level before, and 5 more")


def test_levels_are_in_the_order_of_the_law():
    assert [level.level for level in sorted(LEVELS.values(), key=lambda level: level.place)] == [
        "reopening", "redetermination", "reconsideration", "hearing", "council", "court",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "year", "least"),
    [
        ("hearing", 2025, "190"), ("hearing", 2026, "200"), ("council", 2026, "200"), ("court", 2026, "1960"),
        # not published yet: that of the last year known
        ("court", 2028, "1960"),
        ("redetermination", 2026, "0"), ("reconsideration", 2026, "0"), ("reopening", 2026, "0"),
    ],
)  # fmt: skip
def test_a_hearing_and_what_follows_it_need_an_amount_in_controversy(level, year, least):
    assert LEVELS[level].least_amount(year) == Decimal(least)


def test_recoupment_begins_on_the_forty_first_day_and_is_stayed_within_thirty():
    assert {(rule.filing_code, rule.begins_on_day, rule.stayed_within_days) for rule in recoupment_rules()} == {
        ("MA", 41, 30),
        ("MB", 41, 30),
    }
