"""The night's work on the facts, stage by stage: check, chain, match, price, judge. SQL moves rows; contracts/ decides.

Each stage rebuilds its own tables from the facts, in the order listed. A decision (what kind of line, which agreement,
which site, what price, which deadline) is asked of a pure function in contracts/ once for each distinct key, and joined
back to every row that has the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from contracts import codes
from contracts.adjudication import adjustments
from contracts.adjudication import line_state as states
from contracts.agreements import matching
from contracts.agreements.practice import ProviderProfile, Setup, Site
from contracts.causes import thresholds
from contracts.codes import special_codes
from contracts.disputes import deadline as deadlines
from contracts.pricing.price import price
from contracts.situation import Situation
from contracts.steps import Expectation, Unpriced
from parsers.x12.findings import FINDINGS
from warehouse.database import transaction
from warehouse.decisions.appeal_levels import find_appeal_levels
from warehouse.decisions.assistant_shares import share_with_assistants
from warehouse.decisions.batches import batch_disputes
from warehouse.decisions.causes import choose_causes, find_causes, refer_to_sites
from warehouse.decisions.medicare_limits import limit_deductible, limit_sequestration
from warehouse.decisions.medicare_rates import compare_with_medicare, rate_at_medicare
from warehouse.decisions.recoded_prices import price_as_billed
from warehouse.decisions.reversal_pairs import net_claims
from warehouse.load import insert_rows, replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import duckdb

    from contracts.agreements.agreement import Book

CHECKS = (
    "checks/line_balance",
    "checks/claim_balance",
    "checks/payment_total",
    "checks/payment_identity",
    "checks/broken_off_payment",
    "checks/payment_standing",
    "checks/payment_balance",
    "checks/payment_reissue",
    "checks/balance_warning",
)
AMOUNTS = ("amounts/line_amount", "amounts/line_pattern")
PROFILES = ("mapping/claim_profile", "mapping/provider_profile")
VISITS = (
    "visits/line_context",
    "visits/void_claim",
    "visits/patient_day",
    "visits/priceable_line",
    "visits/situation_line",
    "visits/incomplete_visit",
    "visits/situation",
)
ALLOWED = ("judging/line_allowed", "judging/claim_level_cut", "judging/lay_claim_level_cut")
JUDGEMENTS = ("judging/visit_judgement", "judging/line_judgement")
JUDGED = ("judging/judged_line", "judging/short_unit", "judging/made_short", "judging/short")
OWED = ("judging/owed",)
DISPUTES = ("judging/dispute", "judging/line_owed", "judging/ranked_dispute")
LEDGER = ("disputes/chain_allowed", "disputes/dispute_change")
EVENTS = ("disputes/new_event", "disputes/update_ledger")

# Open-ended terms end here, so that a join needs one comparison.
FOREVER = date(9999, 12, 31)
PRICED_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Pricing:
    """How many distinct situations the lines on file make, and how many of them had never been priced."""

    situations: int
    newly_priced: int


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Prove the three equations of every payment, claim and line, and tell posted payments from repeats and tests."""
    replace_rows(
        con, "reference.finding_kind",
        [(kind.code, kind.severity, kind.sentence, kind.condemns) for kind in FINDINGS.values()],
    )  # fmt: skip
    replace_rows(
        con, "reference.provider_adjustment_code",
        [(row.code, row.label, row.treatment) for row in codes.provider_adjustments().values()],
    )  # fmt: skip
    _run(con, CHECKS)


def chain(con: duckdb.DuckDBPyConnection) -> None:
    """Sort every adjustment, say what kind each line is, and net each claim's history to what is current."""
    _refer_to_codes(con)
    _run(con, ("amounts/posted_line",))
    _decide(con, "amounts/adjustment_kind", "reference.adjustment_kind", _classify)
    _run(con, AMOUNTS)
    _decide(con, "amounts/pattern", "derived.disposition", _dispose)
    net_claims(con)


def match(
    con: duckdb.DuckDBPyConnection, setup: Setup, book: Book, answers: Mapping[str, matching.Answer] | None = None
) -> None:
    """Find the agreement of every claim and the site of every line. `answers` are what people said of payers."""
    _refer_to_agreements(con, setup, book)
    refer_to_sites(con, setup)
    known = {agreement.id for agreement in book.agreements}
    covered = [agreement.applies_to for agreement in book.agreements]
    _run(
        con,
        PROFILES,
        {
            "asks_contract_code": any(each.contract_codes for each in covered),
            "asks_group_number": any(each.group_numbers for each in covered),
        },
    )

    def agreement_of(profile: str) -> Sequence[object]:
        asked = matching.ClaimProfile.from_key(profile)
        found = matching.match(asked, book.agreements)
        found = matching.answered(found, asked, answers or {}, known)
        if isinstance(found, matching.Match):
            return (found.agreement_id, "answered" if found.is_answer else None, found.why)
        return (None, found.reason, found.sentence)

    def site_of(profile: str) -> Sequence[object]:
        read = ProviderProfile.from_key(profile)
        found, credential = setup.site_for(read), setup.credential_of(read.rendering_npi)
        payee_tin = setup.payee_tin(read.payee_tin, read.payee_npi)
        if isinstance(found, Site):
            return (found.key, found.practice, found.locality, None, None, credential, payee_tin)
        return (None, None, None, found.reason, found.sentence, credential, payee_tin)

    _decide(con, "mapping/distinct_claim_profile", "derived.agreement_match", agreement_of)
    _decide(con, "mapping/distinct_provider_profile", "derived.site_match", site_of)


def price_new(con: duckdb.DuckDBPyConnection, book: Book) -> int:
    """Group the lines into situations and price those that were never priced under their agreement as it reads now.

    Returns how many had never been priced.
    """
    _run(con, VISITS)
    fresh = con.execute(statement("visits/new_situation")).fetchall()
    for start in range(0, len(fresh), PRICED_AT_ONCE):
        _store_expectations(con, fresh[start : start + PRICED_AT_ONCE], book)
    return len(fresh)


def judge(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Put every line in one state, and find the rates that explain what is short."""

    def counts(
        agreement_id: str | None, group_code: str | None, reason_code: str | None, sign: str
    ) -> Sequence[object]:
        permitted = book[agreement_id].permitted_deductions if agreement_id else special_codes.deductions()
        return (
            adjustments.counts_as_allowed(
                group_code or "", reason_code or "", permitted, sign="-" if sign == "-" else "+"
            ),
        )

    _decide(con, "judging/adjustment_use", "derived.adjustment_use", counts)
    limit_sequestration(con, book)
    _run(con, ALLOWED)
    share_with_assistants(con, book)
    _run(con, JUDGEMENTS)
    price_as_billed(con, book)
    rate_at_medicare(con, book.rates)
    _run(con, JUDGED)
    find_causes(con, book)


def dispute(con: duckdb.DuckDBPyConnection, book: Book, as_of: date) -> None:
    """Choose the cause and find the deadline of everything short, and roll it up to one dispute a claim."""
    limit_deductible(con, book)
    choose_causes(con, book)
    _run(con, OWED)

    def deadline_of(agreement_id: str, basis_date: date, earliest: date | None) -> Sequence[object]:
        end = deadlines.close(book[agreement_id].dispute_window, basis_date, earliest_basis=earliest)
        return (end.deadline, end.safe_deadline, end.sentence)

    _decide(con, "judging/basis", "derived.deadline", deadline_of)
    _run(con, ("judging/keep_disputed", *DISPUTES), {"as_of": as_of, "closing_days": thresholds.closing_days()})
    find_appeal_levels(con)
    batch_disputes(con, book)
    compare_with_medicare(con)
    _run(con, LEDGER)
    with transaction(con):
        _run(con, EVENTS, {"as_of": as_of, "recorded_at": _now()})


def count_situations(con: duckdb.DuckDBPyConnection) -> int:
    """How many distinct situations the lines on file make."""
    return int(con.execute("select count(distinct situation_id) from derived.judged_line").fetchall()[0][0])


def _run(con: duckdb.DuckDBPyConnection, names: Iterable[str], parameters: dict[str, object] | None = None) -> None:
    for name in names:
        text = statement(name)
        wanted = {key: value for key, value in (parameters or {}).items() if f"${key}" in text}
        con.execute(text, wanted) if wanted else con.execute(text)


def _decide(con: duckdb.DuckDBPyConnection, keys: str, table: str, answer: Callable[..., Sequence[object]]) -> None:
    """Ask `answer` about every distinct row of the statement `keys`; make `table` hold each row and its answer."""
    asked = con.execute(statement(keys)).fetchall()
    replace_rows(con, table, [(*row, *answer(*row)) for row in asked])


def _now() -> datetime:
    """This instant as the database keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def _classify(group_code: str | None, reason_code: str | None) -> Sequence[object]:
    group, reason = group_code or "", reason_code or ""
    return (adjustments.classify(group, reason), adjustments.denies_units(reason), adjustments.moves_charge(reason))


def _dispose(_pattern: str, key: str) -> Sequence[object]:
    disposition = states.dispose(states.AdjudicationPattern.from_key(key))
    return (disposition.state, disposition.sentence, disposition.state_of_denied_part)


def _store_expectations(con: duckdb.DuckDBPyConnection, fresh: Sequence[tuple[str, str, str, str]], book: Book) -> None:
    now = _now()
    expectations: list[tuple[object, ...]] = []
    steps: list[tuple[object, ...]] = []

    def keep(situation_id: str, line: int, outcome: Expectation | Unpriced) -> None:
        if isinstance(outcome, Expectation):
            expectations.append((situation_id, line, "priced", outcome.amount, None, None))
        else:
            expectations.append((situation_id, line, "refused", None, outcome.reason, outcome.sentence))
        steps.extend(
            (
                situation_id,
                line,
                number,
                step.rule,
                step.text,
                step.amount,
                step.source,
                *(step.schedule_row or (None, None)),
            )
            for number, step in enumerate(outcome.steps, 1)
        )

    for situation_id, _, _, key in fresh:
        priced = price(Situation.from_key(key), book)
        for line, outcome in enumerate(priced.lines, 1):
            keep(situation_id, line, outcome)
        if priced.visit is not None:
            keep(situation_id, 0, priced.visit)
    with transaction(con):
        insert_rows(con, "store.situation", [(*row, now) for row in fresh])
        insert_rows(con, "store.expectation", expectations)
        insert_rows(con, "store.expectation_step", steps)


def _refer_to_codes(con: duckdb.DuckDBPyConnection) -> None:
    """Show SQL the code lists that contracts/ keeps."""
    replace_rows(
        con, "reference.state",
        [(row.state, row.is_current, row.may_dispute, row.sentence) for row in codes.states().values()],
    )  # fmt: skip
    replace_rows(
        con, "reference.reason_code", [(row.code, row.label, row.category) for row in codes.reasons().values()]
    )
    replace_rows(con, "reference.deciding_remark", [(code,) for code in sorted(codes.state_deciding_remarks())])
    replace_rows(con, "reference.procedure_kind", [("anesthesia", *special_codes.anesthesia_codes())])


def _refer_to_agreements(con: duckdb.DuckDBPyConnection, setup: Setup, book: Book) -> None:
    """Show SQL the agreements: their periods, what they permit to be deducted, how their windows count."""
    replace_rows(
        con, "reference.agreement",
        [
            (a.id, a.name, a.fingerprint, window.counted_from, window.is_assumed, window.source)
            for a in book.agreements
            for window in (a.dispute_window,)
        ],
    )  # fmt: skip
    replace_rows(
        con, "reference.agreement_period",
        [
            (a.id, p.terms_id, p.start, p.end or FOREVER, p.compare, p.needs_visit, p.needs_charge, p.needs_locality,
             p.needs_place_of_service, p.needs_credential, p.needs_site, p.needs_product, p.needs_claim,
             p.needs_visit_number, p.visit_numbers if isinstance(p.visit_numbers, date) else None)
            for a in book.agreements
            for p in a.periods()
        ],
    )  # fmt: skip
    tolerance = setup.tolerance
    replace_rows(con, "reference.tolerance", [(tolerance.per_unit, tolerance.per_line, tolerance.at_most)])
