"""Writes down what the product should find: every line, visit, dispute, payment and file of the generated remits."""

import calendar
import csv
import datetime as dt
import itertools
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.generate.arithmetic import visit_price
from tests.generate.claims import ZERO, Claim, Line, Payment, Remit, total
from tests.generate.desk import PER_LINE, Desk
from tests.generate.facts import AS_OF, terms_on

FEDERAL = """
    2025-11-11 2025-11-27 2025-12-25 2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03
    2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18
    2027-07-05 2027-09-06 2027-10-11 2027-11-11
"""
HOLIDAYS = {dt.date.fromisoformat(day) for day in FEDERAL.split()}
DISPUTABLE = {"priced_short", "priced_rate_finding"}
PRICED = DISPUTABLE | {"priced_ok", "priced_over"}
POSTED = {"loaded", "held"}  # what does not add up is posted too and shown as held, because the money has arrived
Row = dict[str, Any]


def deadline(window: dict[str, Any], claim: Claim, line: Line) -> dt.date:
    """The last day to dispute: basis plus window, clamped to the month's end, rolled on where so agreed."""
    here = claim.payment
    assert here is not None
    first = claim.basis or here
    day = {
        "remittance_date": first.basis_date,
        "payment_date": first.paid_on,
        "latest_adjustment": here.basis_date,
        "date_of_service": line.day,
    }[window["counted_from"]]
    if "months" in window:
        year, month = divmod(day.year * 12 + day.month - 1 + window["months"], 12)
        day = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    else:
        day += dt.timedelta(days=window["days"])
    day += dt.timedelta(days=window.get("presumed_receipt_days", 0))
    while window.get("roll") == "next_business_day" and (day.weekday() > 4 or day in HOLIDAYS):
        day += dt.timedelta(days=1)
    return day


def money(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


class Truth:
    """Collects rows from posted remits in the order in which the files arrive."""

    def __init__(self, desk: Desk, remits: Iterable[Remit]) -> None:
        self.desk = desk
        self.lines: list[Row] = []
        self.visits: list[Row] = []
        self.payments: list[Row] = []
        self.files: list[Row] = []
        self.disputes: dict[str, Row] = {}
        by_visit: dict[str, list[tuple[Claim, Line]]] = {}
        posted = sorted(remits, key=lambda remit: remit.name)
        for remit in posted:
            self.files.append({"file": remit.name, "verdict": remit.verdict, "reason": remit.reason})
            for payment in remit.payments if remit.verdict in POSTED | {"duplicate"} else ():
                if not remit.reason.startswith("same bytes"):
                    self.payments.append(self._payment(remit, payment))
            for payment in remit.payments if remit.verdict in POSTED else ():
                for claim, line in ((one, line) for one in payment.claims for line in one.lines):
                    if line.visit and line.state == "visit_priced":
                        by_visit.setdefault(line.visit, []).append((claim, line))
        for visit, members in sorted(by_visit.items()):
            self.visits.append(self._visit(visit, members))
        judged = {row["visit_id"]: row for row in self.visits}
        for remit in posted:
            for payment in remit.payments if remit.verdict in POSTED else ():
                for claim in payment.claims:
                    self.lines.extend(
                        self._line(remit, claim, line, n, judged.get(line.visit))
                        for n, line in enumerate(claim.lines, 1)
                    )

    def _payment(self, remit: Remit, payment: Payment) -> Row:
        off_by = payment.bpr - (payment.claims_total - payment.adjustments_total)
        return {
            "file": remit.name, "payer": payment.payer.name, "practice": payment.practice.key, "trace": payment.trace,
            "payment_amount": money(payment.bpr), "payment_date": payment.paid_on,
            "production_date": payment.remitted if payment.says_remitted else "", "claims": len(payment.claims),
            "claims_total": money(payment.claims_total), "provider_adjustments_total": money(payment.adjustments_total),
            "off_by": money(off_by), "duplicate_of": payment.duplicate_of, "split_group": payment.split_group,
            "traps": " ".join(payment.traps),
        }  # fmt: skip

    def _permitted(self, claim: Claim) -> list[str]:
        return list(self.desk.agreements[claim.agreement]["permitted_deductions"]) if claim.agreement else []

    def _visit(self, visit: str, members: list[tuple[Claim, Line]]) -> Row:
        claim, line = members[0]
        agreement = self.desk.agreements[claim.agreement]
        expected = visit_price(terms_on(agreement, line.day), [one.item for _, one in members], line.day)
        actual = total(line.actual(self._permitted(claim)) for _, line in members)
        variance = expected - actual
        state = "priced_short" if variance > PER_LINE else "priced_over" if -variance > PER_LINE else "priced_ok"
        row = {
            "visit_id": visit, "agreement": claim.agreement,
            "accounts": " ".join(sorted({one.account for one, _ in members})),
            "service_date": line.day, "expected_allowed": money(expected), "actual_allowed": money(actual),
            "variance": money(variance), "state": state, "cause": "visit_rate_short" if state == "priced_short" else "",
        }  # fmt: skip
        return row | self._window(state, claim, line, variance, row["cause"], lines=len(members))

    def _line(self, remit: Remit, claim: Claim, line: Line, order: int, visit: Row | None) -> Row:
        priced = line.state in PRICED
        expected = line.expected if priced else None
        actual = line.actual(self._permitted(claim)) if priced else None
        variance = expected - actual if expected is not None and actual is not None else None
        row = {
            "file": remit.name, "agreement": claim.agreement, "patient_control_number": claim.account,
            "payer_control_number": claim.icn, "line_control_number": line.control or "", "line_order": order,
            "service_date": "" if line.state == "no_dos" else line.day,
            "procedure_code": line.code, "modifiers": ":".join(line.modifiers),
            "units_billed": line.units, "units_paid": line.covered, "charge": money(line.charge),
            "paid": money(line.paid - line.laid), "patient_share": money(line.patient_share() + line.laid),
            "state": line.state,
            "cause": line.cause, "story": line.story, "expected_allowed": money(expected),
            "actual_allowed": money(actual), "variance": money(variance),
        }  # fmt: skip
        if visit and line.state == "visit_priced":
            window = {key: visit[key] for key in ("deadline", "days_left", "in_queue")}
            return row | {"cause": visit["cause"]} | window | {"visit_id": visit["visit_id"]}
        return row | self._window(line.state, claim, line, variance, line.cause) | {"visit_id": ""}

    def _window(
        self, state: str, claim: Claim, line: Line, variance: Decimal | None, cause: str, *, lines: int = 1
    ) -> Row:
        """The deadline of a short line or visit, which also joins its claim's dispute."""
        if state not in DISPUTABLE:
            return {"deadline": "", "days_left": "", "in_queue": 0}
        agreement = self.desk.agreements[claim.agreement]
        day = deadline(agreement["dispute_window"], claim, line)
        dispute = self.disputes.setdefault(
            f"{claim.account} {claim.icn}",
            {"patient_control_number": claim.account, "payer_control_number": claim.icn, "agreement": claim.agreement,
             "deadline": day, "line_count": 0, "shortfall": ZERO, "causes": set()},
        )  # fmt: skip
        dispute["deadline"] = min(dispute["deadline"], day)
        dispute["line_count"] += lines
        dispute["shortfall"] += variance
        dispute["causes"].add(cause)
        return {"deadline": day, "days_left": (day - AS_OF).days, "in_queue": int(day >= AS_OF)}

    def ranked(self) -> tuple[list[Row], list[Row]]:
        """Open disputes in queue order (deadline, larger amount, payer control number) and the expired ones."""
        order = sorted(
            self.disputes.values(), key=lambda d: (d["deadline"], -d["shortfall"], d["payer_control_number"])
        )
        rows = [
            dispute | {"days_left": (dispute["deadline"] - AS_OF).days, "shortfall": money(dispute["shortfall"]),
                       "causes": " ".join(sorted(dispute["causes"]))}
            for dispute in order
        ]  # fmt: skip
        expired = list(itertools.takewhile(lambda row: row["days_left"] < 0, rows))
        queue = rows[len(expired) :]
        return [{"rank": n} | row for n, row in enumerate(queue, 1)], expired

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        queue, expired = self.ranked()
        tables = {"lines": self.lines, "visits": self.visits, "queue": queue, "expired": expired,
                  "payments": self.payments, "files": self.files}  # fmt: skip
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
