"""The folders and files of a workspace, below its top level."""

from dataclasses import dataclass
from pathlib import Path

SETTINGS_FILE = "shortpay.toml"
SERVED = "SHORTPAY_SERVED_WORKSPACE"
"""The environment variable with the one workspace in which scheduled runs may run."""
FOLDERS = ("inbox", "agreements", "schedules", "rates", "archive", "data", "outbox")


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths below `root`; they need not exist."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    @property
    def inbox(self) -> Path:
        """Remittances as they arrive. Read, never written."""
        return self.root / "inbox"

    @property
    def agreements(self) -> Path:
        return self.root / "agreements"

    @property
    def schedules(self) -> Path:
        return self.root / "schedules"

    @property
    def rates(self) -> Path:
        """CMS rates that the user imported; those shipped with shortpay are in the package."""
        return self.root / "rates"

    @property
    def wordings(self) -> Path:
        """X12's wordings of reason and remark codes that the practice imported."""
        return self.root / "codes" / "wordings.csv"

    @property
    def archive(self) -> Path:
        """Every byte ever received, under its hash, and the ledger of arrivals."""
        return self.root / "archive"

    @property
    def data(self) -> Path:
        """The working database, snapshots, review state. Private to this user: it holds patient data."""
        return self.root / "data"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    @property
    def working_database(self) -> Path:
        return self.data / "working.duckdb"

    @property
    def current_snapshot(self) -> Path:
        """A link to the newest published snapshot; the only database others open."""
        return self.data / "current.duckdb"

    @property
    def snapshots(self) -> Path:
        """The copies of the working database that nights have published; a rebuilt one takes its history from them."""
        return self.data / "snapshots"

    @property
    def review_state(self) -> Path:
        """What people did about disputes; the one file of data/ that no night can rebuild."""
        return self.data / "review.sqlite"

    @property
    def lock_file(self) -> Path:
        return self.data / "night.lock"

    @property
    def serving_lock_file(self) -> Path:
        return self.data / "serve.lock"

    @property
    def failure_file(self) -> Path:
        """The traceback of the last bug; it may quote a remittance."""
        return self.data / "last_failure.txt"

    @property
    def failed_night_file(self) -> Path:
        """The message of the last night that failed, in one sentence for the user."""
        return self.data / "failed_night.txt"

    @property
    def scheduler_home(self) -> Path:
        return self.data / "prefect"
