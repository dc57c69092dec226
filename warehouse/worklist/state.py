"""What all pages share: where things lie, the users, the desk of the current snapshot, and who makes packets."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

from warehouse.clock import utc_now
from warehouse.publish import LINK
from warehouse.queries import NothingPublishedError
from warehouse.review.events import FILE_NAME, Review
from warehouse.review.export import refresh_snapshot
from warehouse.review.users import Users
from warehouse.worklist.filters import Searches
from warehouse.worklist.snapshot import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MOST_SAID = 300
LOOK_EVERY = 2  # seconds between looks for a new snapshot
REFRESH_EVERY = 240  # seconds at least between two snapshots with fresher review state
REST = 50  # a refresh may take one part in this many of the time, however large the snapshot


class PacketMaker(Protocol):
    """Makes what is sent to a payer, for disputes by id: (file name, bytes). Raises ValueError with a sentence."""

    def __call__(self, dispute_ids: Sequence[str]) -> tuple[str, bytes]: ...


@dataclass(slots=True)
class Office:
    """One workspace as its page sees it. `failed_night` is the file in which a night says why it failed,
    `stopped_night` tells when one was killed and what to say; `day` is the day that deadlines are looked at from,
    `clock` the instant, in UTC.
    """

    data_dir: Path
    archive: Path
    failed_night: Path
    packets: PacketMaker | None = None
    day: Callable[[], date] = date.today
    clock: Callable[[], datetime] = utc_now
    stopped_night: Callable[[], tuple[datetime, str] | None] = lambda: None
    is_secure: bool = False
    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]"})
    review: Review = field(init=False)
    users: Users = field(init=False)
    searches: Searches = field(init=False, default_factory=Searches)
    _desk: Desk | None = field(init=False, default=None)
    _laying: threading.Lock = field(init=False, default_factory=threading.Lock)
    _stop: threading.Event = field(init=False, default_factory=threading.Event)
    _threads: list[threading.Thread] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.review = Review(self.data_dir / FILE_NAME)
        self.users = Users(self.review, self.clock)

    def desk(self) -> Desk:
        """The desk of the current snapshot, with everything that was acknowledged up to now.

        Raises NothingPublishedError when no night has published yet.
        """
        desk = self._desk
        if desk is None or desk.today != desk.counted_from(self.day()):
            desk = self.look()
        desk.follow()
        return desk

    def look(self) -> Desk:
        """Lay out the snapshot published now as of today, unless it lies there; the old desk serves meanwhile."""
        link = self.data_dir / LINK
        with self._laying:
            if not link.exists():
                raise NothingPublishedError("No night has published yet. Run `shortpay nightly` first.")
            snapshot = link.resolve()
            desk = self._desk
            day = self.day()
            if desk is None or not desk.shows(snapshot, day):
                desk = self._desk = Desk(snapshot, self.review, day)
            return desk

    def trouble(self) -> tuple[datetime, str] | None:
        """When a night failed after the snapshot on the desk was published, and what it said; None when none did."""
        if stopped := self.stopped_night():
            failed, said = stopped
        else:
            try:
                failed = datetime.fromtimestamp(self.failed_night.stat().st_mtime, UTC)
                said = self.failed_night.read_text(encoding="utf-8", errors="replace").strip()
            except OSError:
                return None
        desk = self._desk
        return (failed, said.partition("\n")[0][:MOST_SAID]) if desk is None or failed > desk.published_at else None

    def open(self) -> None:
        """Begin to follow what is published, and to publish what people do."""
        for work in (self._keep_looking, self._keep_refreshing):
            thread = threading.Thread(target=work, name=work.__name__, daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Stop following. What was acknowledged is on disk already."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=5)
        self.review.close()

    def _keep_looking(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            try:
                self.look()
            except Exception:  # noqa: BLE001, S112 -- yesterday's desk goes on serving; the next look may succeed
                continue

    def _keep_refreshing(self) -> None:
        published, pause = self.review.last_event(), REFRESH_EVERY
        while not self._stop.wait(pause):
            newest = self.review.last_event()
            if newest == published:
                continue
            started = time.monotonic()
            try:
                refresh_snapshot(self.data_dir)
            except Exception:  # noqa: BLE001, S112 -- a full disk or a night at work: the events are safe, try later
                continue
            published = newest
            pause = max(REFRESH_EVERY, int(REST * (time.monotonic() - started)))
