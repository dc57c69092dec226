"""The one clock of what is recorded, and how the database and the review file keep an instant: always UTC.

A day that a deadline is counted from is the local day (`date.today()`), and is given to a night from outside.
"""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This instant, with its zone."""
    return datetime.now(UTC)


def as_stored(instant: datetime) -> datetime:
    """An instant as DuckDB keeps it: without a zone. An instant that names no zone is local time."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def as_text(instant: datetime) -> str:
    """An instant as the review file keeps it: to the millisecond, in an order that sorts as text."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")
