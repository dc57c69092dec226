"""One night in one workspace, stage by stage, as plain methods: nothing here knows Prefect or the terminal.

The inputs (settings, agreements, rates) are read once and refused as a whole before anything is touched. After that
every stage can be repeated: what was archived stays archived, what was committed stays committed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

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
from warehouse import incremental as tonight
from warehouse import stages
from warehouse.conformance import checked_files, record_conformance
from warehouse.database import open_working
from warehouse.decisions.deposits import (
    MatchRules,
    known_bank_files,
    load_deposits,
    match_deposits,
    replace_pairings,
)
from warehouse.load import Arrival, LoadReport, Refusal, known_files, load_batch, record_refusals
from warehouse.publish import create_views, publish
from warehouse.review.decisions import answers, bring_releases
from warehouse.review.export import bring_review
from warehouse.stages import Pricing

PRIVATE = 0o700
Progress = Callable[[str, int, int], None]
progress: ContextVar[Progress] = ContextVar("progress", default=lambda *_: None)
"""Told (stage, done, in all) as the night goes on, 0 in all where a stage is one piece; the command line draws bars."""


@dataclass(frozen=True, slots=True)
class NightReport:
    """What a night did, in counts only; what it found lies in the snapshot it published."""

    as_of: date
    received: int
    known: int
    refused: int
    loaded: LoadReport
    pricing: Pricing
    snapshot: Path


class Night:
    """The stages in the order in which a night goes through them."""

    def __init__(self, settings: Settings, setup: Setup, book: Book, as_of: date) -> None:
        self.settings, self.setup, self.book, self.as_of = settings, setup, book, as_of
        self.workspace = settings.workspace
        self.archive = Archive(self.workspace.archive)
        self.con = open_working(self.workspace.working_database)
        self.receipt = Receipt(0, 0, ())
        self.conformance: Background | None = None
        self.loaded = LoadReport()
        self.batches_loaded = self.batch_count = 0
        self.answers = answers(self.workspace.review_state)
        self.basis = ""
        self.claims_to_judge: int | None = None
        self.newly_priced = 0
        self.pricing = Pricing(0, 0)
        self.snapshot = self.workspace.current_snapshot

    def receive(self) -> None:
        """Archive what lies in the inbox, and put on record what cannot be read."""
        follow = progress.get()
        self.receipt = receive(
            self.workspace.inbox,
            self.archive,
            self.settings.receive,
            lambda done, files: follow("receive", done, files),
        )
        self.loaded += self._refuse(self.receipt.refused)

    def waiting(self) -> list[list[ReceivedFile]]:
        """What the archive's ledger names and the database does not know yet, in batches of whole files."""
        known = known_files(self.con)
        fresh = [entry for entry in self.archive.ledger() if (entry.name, entry.sha256) not in known]
        cut = list(batches(fresh, self.settings.night.batch_megabytes))
        self.batch_count = len(cut)
        return cut

    def load(self, batch: list[ReceivedFile]) -> None:
        """Read a batch of files and append what they say, in one transaction."""
        arrivals, damaged = [], []
        for entry in batch:
            content = entry.content() if entry.path.exists() else b""
            if sha256(content).hexdigest() == entry.sha256:
                arrivals.append(Arrival(entry.name, entry.sha256, _stored(entry.received_at), content))
            else:
                # Refused without its hash, so that the file counts as unknown and is read once it is there again.
                self.archive.set_aside(entry.sha256)
                damaged.append(refuse(entry.name, "archive_damaged", f"{entry.sha256[:12]}..."))
        self.loaded += load_batch(self.con, arrivals)
        self.loaded += self._refuse(damaged)
        self.batches_loaded += 1
        progress.get()("load", self.batches_loaded, self.batch_count)

    def begin_conformance(self) -> None:
        """Start checking files against the guide in the background of everything else, those never checked before."""
        if not self.settings.night.conformance_seconds:
            return
        checked = checked_files(self.con)
        fresh = {entry.sha256: entry.content for entry in self.archive.ledger() if entry.sha256 not in checked}
        self.conformance = Background(fresh.items())

    def end_conformance(self) -> None:
        """Put on record what was checked by now or a little later; the rest waits for another night."""
        if self.conformance is not None:
            record_conformance(self.con, self.conformance.collect(self.settings.night.conformance_seconds))

    def check(self) -> None:
        """Prove the equations of every payment, claim and line not released, and look every payment up in the bank."""
        bring_releases(self.con, self.workspace.review_state)
        stages.check(self.con)
        self.look_at_the_bank()

    def look_at_the_bank(self) -> None:
        """Append the deposits not on record, and find each in the payments as they stand."""
        archive = bank_archive(self.workspace.archive)
        arrivals, damaged = waiting(archive, known_bank_files(self.con), self.settings.bank)
        self.loaded += self._refuse(damaged)
        load_deposits(self.con, arrivals)
        replace_pairings(self.con, pairings(archive.root))
        match_deposits(self.con, self.as_of, MatchRules.load(self.settings.bank.rules))

    def chain(self) -> None:
        """Net originals, reversals and corrections to what is current, of the claims that tonight may change."""
        self.basis = tonight.basis_of(self.con, self.setup, self.book, self.answers)
        self.claims_to_judge = tonight.narrow(self.con, self.basis, self.book)
        stages.chain(self.con)

    def match(self) -> None:
        """Find the agreement and the site of every claim."""
        stages.match(self.con, self.setup, self.book, self.answers)

    def price(self) -> None:
        """Price the situations that are new under the agreements as they read now."""
        self.newly_priced = stages.price_new(self.con, self.book)

    def judge(self) -> None:
        """Put every line in one state, and what is short into one dispute a claim."""
        stages.judge(self.con, self.book)
        tonight.keep(self.con, self.basis)
        stages.dispute(self.con, self.book, self.as_of)
        self.pricing = Pricing(stages.count_situations(self.con), self.newly_priced)

    def close(self) -> None:
        """Write the views and close the working file: only a closed file may be copied."""
        create_views(self.con)
        bring_review(self.con, self.workspace.review_state)
        self.con.checkpoint()  # closing does the same, but says nothing when the disk is full
        self.con.close()

    def publish(self) -> None:
        """Copy the closed working file to a snapshot and point everyone at it."""
        keep = self.settings.night.keep_snapshots
        self.snapshot = publish(self.workspace.working_database, self.workspace.data, keep)

    def report(self) -> NightReport:
        """What this night did."""
        new, known, refused = self.receipt.new, self.receipt.known, len(self.receipt.refused)
        return NightReport(self.as_of, new, known, refused, self.loaded, self.pricing, self.snapshot)

    def _refuse(self, refused: tuple[RefusedFile, ...] | list[RefusedFile]) -> LoadReport:
        if not refused:
            return LoadReport()
        rows = [Refusal(r.name, r.sha256, r.size, _stored(r.refused_at), r.reason_code, r.sentence) for r in refused]
        return record_refusals(self.con, rows)


@contextmanager
def one_night(root: Path, as_of: date | None) -> Iterator[Night]:
    """A night that has its inputs and is alone in its workspace. `as_of` is today when None.

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
        night = Night(settings, setup, book, as_of or date.today())  # noqa: DTZ011 -- a deadline ends with the local day
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


def _stored(instant: datetime) -> datetime:
    """The database keeps instants in UTC without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)
