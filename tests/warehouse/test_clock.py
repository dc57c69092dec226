"""Instants of any zone are kept in UTC."""

from datetime import UTC, datetime, timedelta, timezone

from warehouse.clock import as_stored, as_text, utc_now

EAST = timezone(timedelta(hours=2))
MORNING = datetime(2026, 3, 1, 1, 30, 15, 987_654, tzinfo=EAST)


def test_an_instant_of_another_zone_is_kept_in_utc() -> None:
    assert as_stored(MORNING).isoformat() == "2026-02-28T23:30:15.987654"
    assert as_stored(MORNING).tzinfo is None
    assert as_text(MORNING) == "2026-02-28T23:30:15.987+00:00"


def test_now_has_its_zone_and_comes_after_before() -> None:
    before = datetime.now(UTC)
    assert utc_now().utcoffset() == timedelta(0)
    assert utc_now() >= before
