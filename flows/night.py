"""The steps of a night in one workspace, as plain methods without Prefect or terminal.

The inputs (settings, agreements, rates) are read once and refused as a whole before anything is touched. After that
every stage can be repeated: what was archived stays archived, what was committed stays committed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from contracts.agreements.agreement import Book, load_book
from contracts.agreements.practice import Setup
from contracts.medicare.rates import MedicareRates
from flows.errors import WorkspaceError
from flows.intake.archive import Archive, ReceivedFile
from flows.intake.bank import bank_archive, pairings, waiting
from flows.intake.inbox import Receipt, batches, receive
from flows.intake.rejected_files import RefusedFile, refuse
from flows.intake.settings import Settings, load_settings
from flows.lock import NIGHT_RUNS, only_one
from flows.workspace import FOLDERS
from parsers.guide.conformance import Background
from warehouse import pipeline
from warehouse.bank import known_bank_files, load_deposits, replace_pairings
from warehouse.bank_rules import BankRules
from warehouse.clock import as_stored
from warehouse.conformance import checked_files, record_conformance
from warehouse.context import NightContext
from warehouse.database import open_working
from warehouse.kept_history import restore_history
from warehouse.load import Arrival, LoadReport, Refusal, known_files, load_batch, record_refusals
from warehouse.night_record import Fingerprints, is_judged_by_this_version, record_night
from warehouse.publish import publish
from warehouse.review.decisions import answers

PRIVATE = 0o700
Progress = Callable[[str, int, int], None]
progress: ContextVar[Progress] = ContextVar("progress", default=lambda *_: None)
"""Called with (stage, done, in all), 0 in all where a stage is one piece; the command line draws bars from it."""


@dataclass(frozen=True, slots=True)
class Pricing:
    """How many distinct situations the lines on file have, and how many of them this night priced first."""

    situations: int
    newly_priced: int


@dataclass(frozen=True, slots=True)
class NightReport:
    """What a night did, in counts; its results are in the snapshot."""

    as_of: date
    received: int
    known: int
    refused: int
    loaded: LoadReport
    pricing: Pricing
    snapshot: Path
    seconds: Mapping[str, Decimal]
    as_production: bool


Step = TypeVar("Step", bound=Callable[..., None])


def timed(step: Step) -> Step:
    """Add the seconds of a step around the pipeline to the night's, under the step's name."""

    @wraps(step)
    def run(night: "Night", *given: object, **named: object) -> None:
        with night.context.timed(step.__name__):
            step(night, *given, **named)

    return cast("Step", run)


class Night:
    """One night; flows/nightly.py calls its methods in their order."""

    def __init__(
        self, settings: Settings, setup: Setup, book: Book, as_of: date, *, as_production: bool = False
    ) -> None:
        self.settings, self.setup, self.book, self.as_of = settings, setup, book, as_of
        self.workspace = settings.workspace
        self.archive = Archive(self.workspace.archive)
        self.con = open_working(self.workspace.working_database)
        self.receipt = Receipt(0, 0, ())
        self.conformance: Background | None = None
        self.loaded = LoadReport()
        self.batches_loaded = self.batch_count = 0
        self.snapshot = self.workspace.current_snapshot
        self.context = NightContext(
            con=self.con,
            setup=setup,
            book=book,
            as_of=as_of,
            review_file=self.workspace.review_state,
            answers=answers(self.workspace.review_state),
            bank_rules=BankRules.load(settings.bank.rules),
            as_production=as_production,
        )

    @property
    def claims_to_judge(self) -> int | None:
        """How many claims this night judges; None when it is every claim."""
        return None if self.context.is_whole else self.context.counts["claims_judged"]

    @property
    def seconds(self) -> Mapping[str, Decimal]:
        """Seconds of the entries that have run: of the pipeline by stage and entry, of other steps by name."""
        return self.context.seconds

    @timed
    def receive(self) -> None:
        """Archive the files of the inbox, and put on record which cannot be read."""
        follow = progress.get()
        self.receipt = receive(
            self.workspace.inbox,
            self.archive,
            self.settings.receive,
            lambda done, files: follow("receive", done, files),
        )
        self.loaded += self._refuse(self.receipt.refused)
        self._take_over_history()

    def waiting(self) -> list[list[ReceivedFile]]:
        """The files of the archive's ledger that are not in the database, in batches of whole files."""
        known = known_files(self.con)
        fresh = [entry for entry in self.archive.ledger() if (entry.name, entry.sha256) not in known]
        cut = list(batches(fresh, self.settings.night.batch_megabytes))
        self.batch_count = len(cut)
        return cut

    @timed
    def load(self, batch: list[ReceivedFile]) -> None:
        """Read a batch of files and append their facts in one transaction."""
        arrivals, damaged = [], []
        for entry in batch:
            content = entry.content() if entry.path.exists() else b""
            if sha256(content).hexdigest() == entry.sha256:
                arrivals.append(Arrival(entry.name, entry.sha256, as_stored(entry.received_at), content))
            else:
                # Refused without its hash, so that the file counts as unknown and is read once it is there again.
                self.archive.set_aside(entry.sha256)
                damaged.append(refuse(entry.name, "archive_damaged", f"{entry.sha256[:12]}..."))
        self.loaded += load_batch(self.con, arrivals)
        self.loaded += self._refuse(damaged)
        self.batches_loaded += 1
        progress.get()("load", self.batches_loaded, self.batch_count)

    def begin_conformance(self) -> None:
        """Start checking the files never checked before against the guide, in the background."""
        if not self.settings.night.conformance_seconds:
            return
        checked = checked_files(self.con)
        fresh = {entry.sha256: entry.content for entry in self.archive.ledger() if entry.sha256 not in checked}
        self.conformance = Background(fresh.items())

    @timed
    def end_conformance(self) -> None:
        """Wait for the checker as long as the settings allow, and record its findings; other files wait for a night."""
        if self.conformance is not None:
            record_conformance(self.con, self.conformance.collect(self.settings.night.conformance_seconds))

    @timed
    def load_bank_files(self) -> None:
        """Append the deposits not on record, and the matches made by hand."""
        archive = bank_archive(self.workspace.archive)
        arrivals, damaged = waiting(archive, known_bank_files(self.con), self.settings.bank)
        self.loaded += self._refuse(damaged)
        load_deposits(self.con, arrivals)
        replace_pairings(self.con, pairings(archive.root))

    def run(self, *stages: str) -> None:
        """Run stages of warehouse/pipeline.py by name, all of them when none is named."""
        pipeline.run(self.context, *stages, progress=progress.get())

    def match_bank(self) -> None:
        """Match deposits with the payments on record: a night without remittances.

        When another version judged the database, every claim is judged again.
        """
        self._take_over_history()
        self.load_bank_files()
        if is_judged_by_this_version(self.con):
            self.run("bank", "views")
        else:
            self.run()

    @timed
    def close(self) -> None:
        """Put the night on record and close the working file: only a closed file may be copied."""
        record_night(self.context, self.loaded, self._fingerprints())
        self.con.checkpoint()  # closing does the same, but says nothing when the disk is full
        self.con.close()

    @timed
    def publish(self) -> None:
        """Copy the closed working file to a snapshot, and point current.duckdb at it."""
        keep = self.settings.night.keep_snapshots
        self.snapshot = publish(self.workspace.working_database, self.workspace.data, keep)

    def report(self) -> NightReport:
        """What this night did."""
        new, known, refused = self.receipt.new, self.receipt.known, len(self.receipt.refused)
        counts = self.context.counts
        pricing = Pricing(counts["situations"], counts["newly_priced"])
        seconds, is_trial = dict(self.seconds), self.context.as_production
        return NightReport(self.as_of, new, known, refused, self.loaded, pricing, self.snapshot, seconds, is_trial)

    def _take_over_history(self) -> None:
        """Give a new database the history of the newest snapshot."""
        archived = {entry.sha256 for entry in self.archive.ledger()}
        restore_history(self.con, self.workspace.snapshots, archived)

    def _fingerprints(self) -> Fingerprints:
        """Fingerprints of the input files on disk: the same files have the same fingerprints in every version."""
        place = self.workspace
        agreements = [*place.agreements.glob("*.toml"), *place.schedules.glob("*.csv")]
        return Fingerprints(
            settings=_sha256_of([place.settings_file]),
            agreements=_sha256_of(agreements),
            rates=self.book.rates.fingerprint,
        )

    def _refuse(self, refused: tuple[RefusedFile, ...] | list[RefusedFile]) -> LoadReport:
        if not refused:
            return LoadReport()
        rows = [Refusal(r.name, r.sha256, r.size, as_stored(r.refused_at), r.reason_code, r.sentence) for r in refused]
        return record_refusals(self.con, rows)


@contextmanager
def one_night(root: Path, as_of: date | None, *, as_production: bool = False) -> Iterator[Night]:
    """A night with its inputs read, alone in its workspace. `as_of` is today when None.

    `as_production` is for trials: test interchanges are posted, and disputes of theirs are opened like any other.

    Raises contracts.problems.Problems when settings, agreements or schedules are wrong, WorkspaceError when there are
    no agreements, BusyError when another night is running, and what opening the database raises.
    """
    settings = load_settings(root)
    workspace = settings.workspace
    for folder in FOLDERS:
        is_private = folder in ("archive", "data", "outbox")
        (workspace.root / folder).mkdir(exist_ok=True, mode=PRIVATE if is_private else 0o777)
    with only_one(workspace.lock_file, NIGHT_RUNS):
        setup, book = read_contracts(settings)
        day = as_of or date.today()  # noqa: DTZ011 -- a deadline ends with the local day
        night = Night(settings, setup, book, day, as_production=as_production)
        try:
            yield night
        finally:
            if night.conformance is not None:
                night.conformance.stop()
            night.con.close()


def read_contracts(settings: Settings) -> tuple[Setup, Book]:
    """The practices with their localities, and every agreement. Raises as `one_night` does."""
    workspace = settings.workspace
    rates = MedicareRates.load(workspace.rates)
    setup = settings.setup.with_localities(rates)
    book = load_book(workspace.agreements, workspace.schedules, setup, rates)
    if not book.agreements:
        raise WorkspaceError(
            f"{workspace.agreements}: no agreement (*.toml) is there, so nothing can be priced. "
            "Write one, or copy the commented examples of a workspace made with: shortpay init DIR"
        )
    return setup, book


def _sha256_of(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in sorted(paths):
        digest.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
