"""The clock for recorded instants, and their form in the database and in the review file; always UTC.

The day from which deadlines count is the local day (`date.today()`); flows/night.py gives it to a night.
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
