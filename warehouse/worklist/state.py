"""The state that all requests share: paths, users, the current snapshot, and the function that makes packets."""

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
from warehouse.worklist.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FAILURE_LENGTH = 300  # characters of a failed night's message that the page shows
RELOAD_SECONDS = 2  # between checks for a new snapshot
REFRESH_SECONDS = 240  # at least, between two publications of fresher review state
REFRESH_PAUSE = 50  # a refresh that took one second is followed by a pause of this many


class PacketMaker(Protocol):
    """Makes the packet of disputes, given by id: (file name, bytes). Raises ValueError with a sentence for the user."""

    def __call__(self, dispute_ids: Sequence[str]) -> tuple[str, bytes]: ...


@dataclass(slots=True)
class AppState:
    """The worklist of one workspace.

    `failed_night` is the file in which a failed night leaves its message. `stopped_night` returns when a night was
    killed, and a message; None when none was. `day` is today's date, `clock` the current time in UTC.
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
    _snapshot: Snapshot | None = field(init=False, default=None)
    _loading: threading.Lock = field(init=False, default_factory=threading.Lock)
    _stop: threading.Event = field(init=False, default_factory=threading.Event)
    _threads: list[threading.Thread] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.review = Review(self.data_dir / FILE_NAME)
        self.users = Users(self.review, self.clock)

    def snapshot(self) -> Snapshot:
        """The current snapshot, with every acknowledged change. Raises NothingPublishedError before the first night."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.today != snapshot.counting_day(self.day()):
            snapshot = self.reload()
        snapshot.sync_review()
        return snapshot

    def reload(self) -> Snapshot:
        """Load the published snapshot as of today, unless it is loaded; requests use the old one meanwhile."""
        link = self.data_dir / LINK
        with self._loading:
            if not link.exists():
                raise NothingPublishedError("No night has published yet. Run `shortpay nightly` first.")
            path = link.resolve()
            snapshot = self._snapshot
            day = self.day()
            if snapshot is None or not snapshot.is_current(path, day):
                snapshot = self._snapshot = Snapshot(path, self.review, day)
            return snapshot

    def night_failure(self) -> tuple[datetime, str] | None:
        """When a night failed after the current snapshot was published, and its message; None when none did."""
        if stopped := self.stopped_night():
            failed_at, text = stopped
        else:
            try:
                failed_at = datetime.fromtimestamp(self.failed_night.stat().st_mtime, UTC)
                text = self.failed_night.read_text(encoding="utf-8", errors="replace").strip()
            except OSError:
                return None
        snapshot = self._snapshot
        if snapshot is not None and failed_at <= snapshot.published_at:
            return None
        return failed_at, text.partition("\n")[0][:FAILURE_LENGTH]

    def open(self) -> None:
        """Start the threads that load new snapshots and publish fresher review state."""
        for work in (self._load_new_snapshots, self._publish_review_state):
            thread = threading.Thread(target=work, name=work.__name__, daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Stop the threads. Acknowledged changes are on disk already."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=5)
        self.review.close()

    def _load_new_snapshots(self) -> None:
        while not self._stop.wait(RELOAD_SECONDS):
            try:
                self.reload()
            except Exception:  # noqa: BLE001, S112 -- the old snapshot keeps serving; the next attempt may succeed
                continue

    def _publish_review_state(self) -> None:
        published, pause = self.review.last_event(), REFRESH_SECONDS
        while not self._stop.wait(pause):
            newest = self.review.last_event()
            if newest == published:
                continue
            started = time.monotonic()
            try:
                refresh_snapshot(self.data_dir)
            except Exception:  # noqa: BLE001, S112 -- the disk is full or a night runs; the events are safe, retry later
                continue
            published = newest
            pause = max(REFRESH_SECONDS, int(REFRESH_PAUSE * (time.monotonic() - started)))
