"""How long the other side has been missing, in business days, and when that is too long."""

from datetime import date
from decimal import Decimal

import pytest

from tests.deposits.remits import Desk, Remit, entry

OPEN = "select business_days_open, is_overdue from deposit_match where state = '{}' and coalesce(trace, '') <> 'Z9'"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Paid on Friday 16 January 2026; the Monday after it is a holiday. The bank was seen since 2 January."""
    remits = [Remit("A100", "10.00", date(2026, 1, 16)), Remit("C100", "11.00", date(2026, 1, 16), method="CHK")]
    return Desk(tmp_path_factory.mktemp("desk"), remits, [entry("Z9", "5.00", date(2026, 1, 2))])


@pytest.mark.parametrize(
    ("as_of", "days", "is_overdue"),
    [
        (date(2026, 1, 16), 0, False),
        (date(2026, 1, 18), 0, False),
        (date(2026, 1, 19), 0, False),
        (date(2026, 1, 20), 1, False),
        (date(2026, 1, 23), 4, False),
        (date(2026, 1, 25), 4, False),
        (date(2026, 1, 26), 5, True),
        (date(2026, 1, 14), 0, False),
    ],
)
def test_a_remittance_waits_for_its_money(desk, as_of, days, is_overdue):
    desk.look(as_of)
    query = "select business_days_open, is_overdue from deposit_match where trace = 'A100'"
    assert desk.rows(query) == [(days, is_overdue)]


def test_a_check_may_take_longer(desk):
    for as_of, days, is_overdue in [(date(2026, 1, 30), 9, False), (date(2026, 2, 3), 11, True)]:
        desk.look(as_of)
        query = "select business_days_open, is_overdue from deposit_match where trace = 'C100'"
        assert desk.rows(query) == [(days, is_overdue)]


def test_money_waits_for_its_remittance(desk):
    desk.look(date(2026, 1, 9))
    query = "select business_days_open, is_overdue, deposit_amount from deposit_match where state like 'eft%'"
    assert desk.rows(query) == [(5, True, Decimal("5.00"))]


def test_a_day_out_of_all_reach_is_kept_and_not_aged(tmp_path):
    remits = [Remit("A100", "10.00", date(9999, 12, 31))]
    desk = Desk(tmp_path, remits, [entry("Z9", "5.00", date(2026, 1, 2))])
    assert desk.rows("select state, business_days_open, is_overdue from deposit_match where trace = 'A100'") == [
        ("remittance_without_eft", None, False)
    ]
