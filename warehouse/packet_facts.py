"""Reads the facts of letters from the snapshot and the archive, with few queries for any number of disputes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from contracts.letters.excerpt import Address, Remittance, Segment
from contracts.letters.facts import DisputedClaim, Issue, Payee, Payer, ServiceLine, Source, Timing, UsedFee
from contracts.letters.profiles import profile_of
from contracts.steps import ScheduleRow, Step
from warehouse.archived import archived
from warehouse.queries import rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from contracts.letters.contact import Contact
    from contracts.letters.profiles import Profile
    from warehouse.queries import Row


def ask(con: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 -- what SQL takes
    """The rows of the statement called `name`, see sql/queries/packets/."""
    return rows(con.execute(statement(name), parameters))


class PacketFacts:
    """The facts of some disputes, queried once; `claim` returns those of one dispute."""

    def __init__(self, con: duckdb.DuckDBPyConnection, archive: Path, disputes: Sequence[Row]) -> None:
        ids = [row["dispute_id"] for row in disputes]
        self._remittances = _Remittances(archive)
        self._sent = {row["dispute_id"]: row for row in ask(con, "disputed_claim", disputes=ids)}
        self._issues = _grouped(ask(con, "issue", disputes=ids), "chain_id")
        self._lines = _grouped(ask(con, "issue_line", disputes=ids), "issue_id")
        self._over = {row["dispute_id"]: row["line_count"] for row in ask(con, "overpaid_lines", disputes=ids)}
        lines = [line for each in self._lines.values() for line in each]
        situations = sorted({line["situation_id"] for line in lines if line["situation_id"]})
        self._steps: dict[tuple[str, int], list[Step]] = defaultdict(list)
        for row in ask(con, "cited_step", situations=situations):
            step = Step(row["rule"], row["text"], row["amount"], row["source"], _schedule_row(row))
            self._steps[row["situation_id"], row["line_in_situation"]].append(step)
        schedules = sorted({line["schedule"] for line in lines if line["schedule"]})
        self._fee_rows = {
            (row["schedule"], row["number"]): UsedFee(**row) for row in ask(con, "cited_fee_row", schedules=schedules)
        }

    def claim(
        self, dispute: Row, contacts: Sequence[Contact], wordings: Mapping[str, str] | None = None
    ) -> DisputedClaim:
        """The facts of one dispute, with the contact of the practice that rendered the service."""
        sent = self._sent[dispute["dispute_id"]]
        issues = self._issues[dispute["dispute_id"]]
        lines = [line for issue in issues for line in self._lines[issue["issue_id"]]]
        practice = next((line["practice"] for line in lines if line["practice"]), None)
        sources, header, segments, addresses = self._remittances.excerpts(lines, sent["payment_segment"])
        # a snapshot of an earlier version knows no doors
        profile = profile_of(sent["payer_name"], sent["filing_code"], dispute.get("door"))
        return DisputedClaim(
            payer=_payer(sent, addresses, profile),
            payee=Payee(
                name=sent["payee_name"],
                tin=sent["payee_tin"],
                npi=sent["payee_npi"],
                address=addresses.payee,
                contact=next((contact for contact in contacts if contact.practice == practice), None),
            ),
            agreement=dispute["agreement"],
            agreement_name=sent["agreement_name"],
            fingerprint=sent["fingerprint"],
            profile=profile,
            patient_control_number=sent["patient_control_number"],
            payer_control_number=sent["payer_control_number"],
            patient_last=sent["patient_last"],
            patient_first=sent["patient_first"],
            member_id=sent["member_id"],
            group_number=sent["group_number"],
            filing_code=sent["filing_code"],
            trace=sent["trace"],
            payment_date=sent["payment_date"],
            remittance_date=sent["remittance_date"],
            batch=dispute["batch"],
            issues=tuple(self._issue(issue) for issue in issues),
            timing=Timing(
                basis=min((issue["basis_date"] for issue in issues if issue["basis_date"]), default=None),
                deadline=dispute["deadline"],
                safe_deadline=dispute["safe_deadline"],
                sentence=dispute["deadline_sentence"],
                is_assumed=dispute["window_is_assumed"],
            ),
            sources=sources,
            header=header,
            segments=segments,
            overpaid_lines=self._over.get(dispute["dispute_id"], 0),
            wordings=tuple(_quoted(lines, wordings or {})),
        )

    def _issue(self, issue: Row) -> Issue:
        lines = self._lines[issue["issue_id"]]
        first = lines[0]
        situation = first["situation_id"]
        of_lines = [step for line in lines for step in self._steps[situation, line["line_in_situation"]]]
        steps = self._steps[situation, 0] if issue["is_visit"] else of_lines
        return Issue(
            lines=tuple(_line(line) for line in lines),
            is_visit=issue["is_visit"],
            expected=issue["expected_allowed"],
            actual=issue["actual_allowed"],
            short=issue["variance"],
            cause=issue["cause"],
            evidence=issue.get("cause_sentence"),
            confidence=issue.get("cause_confidence"),
            clause=first["clause"],
            terms_from=first["terms_from"],
            schedule=first["schedule"],
            situation_id=situation,
            steps=tuple(steps),
            fee_rows=tuple(dict.fromkeys(self._fee_rows_of([*of_lines, *steps]))),
        )

    def _fee_rows_of(self, steps: Iterable[Step]) -> Iterator[UsedFee]:
        for step in steps:
            if step.schedule_row and (row := self._fee_rows.get(step.schedule_row)):
                yield row


class _Remittances:
    """Archived remittances, each read and verified once; None for a file that is missing or has another hash."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._read: dict[str, Remittance | None] = {}

    def excerpts(
        self, lines: Sequence[Row], payment_segment: int
    ) -> tuple[tuple[Source, ...], tuple[Segment, ...], tuple[Segment, ...], Address]:
        """(Files of the lines, header of the first payment, segments of the claims, addresses of payer and payee)."""
        files = dict.fromkeys((line["file_name"], line["sha256"]) for line in lines)
        sources = tuple(Source(name, digest, self._open(digest) is not None) for name, digest in files)
        claims = dict.fromkeys((line["sha256"], line["claim_segment"]) for line in lines)
        found = [(self._open(digest), segment) for digest, segment in claims]
        segments = tuple(each for remittance, first in found if remittance for each in remittance.claim(first))
        remittance = found[0][0] if found else None
        if remittance is None:
            return sources, (), segments, Address((), ())
        return sources, remittance.header(payment_segment), segments, remittance.addresses(payment_segment)

    def _open(self, digest: str) -> Remittance | None:
        if digest not in self._read:
            content = archived(self._archive, digest)
            self._read[digest] = None if content is None else Remittance(content)
        return self._read[digest]


def _quoted(lines: Iterable[Row], wordings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The payer's codes on these lines that have an imported wording: 'CO-45' and the wording of 45."""
    for code in sorted({code for line in lines for code in line["reasons"] or ()}):
        wording = wordings.get(code.rpartition("-")[2])
        if wording:
            yield code, wording


def _payer(sent: Row, addresses: Address, profile: Profile) -> Payer:
    return Payer(
        name=sent["payer_name"],
        # The agreement's address for disputes comes first, then the address on the remittance.
        address=tuple(sent["address"].split("\n")) if sent["address"] else addresses.payer,
        channel=sent["channel"],
        # the agreement names the form of an appeal, which is over where the door has a level of its own
        form=None if profile.level else sent["form"],
        level=profile.level or sent["level"],
        phone=sent["payer_phone"],
    )


def _line(row: Row) -> ServiceLine:
    return ServiceLine(
        ordinal=row["line_ordinal"],
        claim=row["payer_control_number"],
        control_number=row["line_control_number"],
        service_date=row["service_date"],
        code=row["procedure_code"],
        modifiers=tuple(row["modifiers"].split(":")) if row["modifiers"] else (),
        units=row["units_billed"],
        rendering_npi=row["rendering_npi"],
        charge=row["charge"],
        paid=row["paid"],
        expected=row["expected_allowed"],
        actual=row["actual_allowed"],
        reasons=tuple(row["reasons"] or ()),
        place_of_service=row["place_of_service"],
    )


def _schedule_row(step: Row) -> ScheduleRow | None:
    """None also in a snapshot of a version that did not keep it."""
    file = step.get("schedule_file")
    return None if file is None else ScheduleRow(file, step["schedule_row"])


def _grouped(rows: Iterable[Row], key: str) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
