"""A claim explained in plain text: what was sent, the expected amount step by step, what is owed, and the deadline.

The steps are the stored calculation itself; nothing is computed here.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from contracts.codes import cause_label
from flows.intake.rejected_files import shown
from flows.terminal.tables import Row
from warehouse.queries import ClaimAnswer, LineAnswer

CENT = Decimal("0.01")
WIDTH = 116
GONE = {"superseded", "reversed"}
STEP_INDENT = 20


def explanation(answers: Sequence[ClaimAnswer], wordings: Mapping[str, str] | None = None) -> str:
    """The claims of one number: current decisions in full, earlier ones as history.

    `wordings` are X12's wordings that the practice imported, by code.
    """
    parts: list[str] = []
    for _, decisions in groupby(answers, key=lambda answer: answer.history[0]["chain_id"]):
        chain = list(decisions)
        current = [answer for answer in chain if any(line.line["state"] not in GONE for line in answer.lines)]
        parts.extend(_wrapped(_claim(answer, wordings or {})) for answer in current or chain[-1:])
        parts.append(_wrapped(_outcome(chain[-1])))
    return "\n\n".join(parts)


def _claim(answer: ClaimAnswer, wordings: Mapping[str, str]) -> Iterator[str]:
    claim = answer.claim
    yield f"Claim {claim['patient_control_number']}, the payer's number {claim['payer_control_number'] or 'not sent'}"
    yield f"  {claim['payer']}, paid {_day(claim['payment_date'])}, trace {claim['trace']}"
    yield f"  {claim['file_name']}, segment {claim['segment_number']}"
    if claim["agreement_said"]:
        yield f"  Which agreement: {claim['agreement_said']}."
    yield f"  status {claim['status_code']}, charge {dollars(claim['charge'])}, paid {dollars(claim['paid'])}"
    for told in answer.interest:
        owed = f", {dollars(told['interest_owed'])} owed" if told["outcome"] == "owed" else ""
        yield f"  Interest for late payment{owed}: {told['sentence']}"
    for line in answer.lines:
        yield ""
        yield from _line(line, wordings)


def _line(answer: LineAnswer, wordings: Mapping[str, str]) -> Iterator[str]:
    line = answer.line
    code = " ".join(part for part in (line["procedure_code"], line["modifiers"]) if part)
    units = _number(line["units_billed"])
    yield f"Line {line['line_ordinal']}: {code or 'no code'}, {_day(line['service_date'])}, {units} billed"
    yield "  " + ", ".join(
        f"{name.replace('_', ' ')} {dollars(line[name])}" for name in ("charge", "paid", "patient_share")
    )
    for sent in answer.adjustments:
        where = "" if sent["line_id"] is not None else " (on the claim)"
        label = f" {sent['label']}" if sent["label"] else ""
        yield f"  sent {sent['group_code']}-{sent['reason_code']} {dollars(sent['amount'])}{where}{label}"
        if official := wordings.get(sent["reason_code"] or ""):
            yield f"    X12: {official}"
    if answer.steps:
        yield f"  What should have been allowed under {line['agreement']}"
        yield from _steps(answer.steps)
    if answer.visit_steps:
        whole = "claim" if answer.visit_steps[0]["rule"] == "lesser_of_claim" else "visit"
        yield f"  What should have been allowed for the whole {whole} under {line['agreement']}"
        yield from _steps(answer.visit_steps)
    reason = f": {line['reason']}" if line["reason"] else ""
    yield f"  {line['state']}{reason}"
    if line["expected_allowed"] is not None:
        expected, actual = dollars(line["expected_allowed"]), dollars(line["actual_allowed"])
        cause = f": {cause_label(line['cause'])}" if line["cause"] else ""
        yield f"  expected {expected}, allowed {actual}, variance {dollars(line['variance'])}{cause}"
        if line.get("submitted_expected") is not None:  # a snapshot of an earlier version has no such column
            expected, variance = dollars(line["submitted_expected"]), dollars(line["submitted_variance"])
            yield f"  billed as {line['submitted_code']}: expected {expected}, variance {variance}, and not disputed"
        yield from _cause(line)
    elif line["actual_allowed"] is not None:
        yield f"  allowed {dollars(line['actual_allowed'])}"


def _cause(line: Row) -> Iterator[str]:
    """The sentence about the cause, and a note when the cause may be our own entry."""
    if line["cause_sentence"]:
        yield f"  {line['cause_sentence']}"
    if line["is_setup_question"]:
        yield "  Not disputed yet: it may be our own entry that says too little, or is wrong. See setup_question."


def _steps(steps: tuple[Row, ...]) -> Iterator[str]:
    """Each step, with its source where no earlier step has the same one."""
    named = set()
    for step in steps:
        yield f"    {step['step']}. {dollars(step['amount']):>12}  {step['text']}"
        if step["source"] not in named:
            named.add(step["source"])
            yield f"{' ' * STEP_INDENT} source: {step['source']}"


def _outcome(answer: ClaimAnswer) -> Iterator[str]:
    dispute = answer.dispute
    if dispute is None:
        yield "Nothing is owed on this claim."
    else:
        closed = "the window has closed" if dispute["is_expired"] else f"{dispute['days_left']} days left"
        lines = dispute["line_count"]
        cause = cause_label(dispute["cause"])
        yield f"Short {dollars(dispute['shortfall'])} on {lines} line{'' if lines == 1 else 's'}: {cause}"
        door = dispute.get("door") or "dispute"
        named = "" if door == "dispute" else f"{door.replace('_', ' ')} "
        yield f"  {closed}: {named}until {_day(dispute['deadline'])}, safe until {_day(dispute['safe_deadline'])}"
        yield f"  {dispute['deadline_sentence']}"
        for level in answer.appeals:
            until = f" until {level['deadline']}" if level["deadline"] else ""
            yield f"  by law, {level['place']}. {level['level']}{until}: {level['sentence']}"
    yield "History"
    for event in answer.history:
        amounts = f"charge {dollars(event['charge'])}, paid {dollars(event['paid'])}"
        yield f"  {event['event']}. {event['role']} ({event['kind']}), status {event['status_code']}: {amounts}"
        yield f"     {event['file_name']}, segment {event['segment_number']}"


def dollars(amount: Decimal | None) -> str:
    """An amount to the cent, with more places where a step is not rounded yet; an absent amount is 'not known'."""
    if amount is None:
        return "not known"
    return f"{amount:,.2f}" if amount == amount.quantize(CENT) else f"{amount.normalize():,f}"


def _wrapped(lines: Iterator[str]) -> str:
    """Long lines folded below their own indent; control characters are written out."""
    folded: list[str] = []
    for line in lines:
        text = shown(line)
        indent = len(text) - len(text.lstrip()) + 2
        if text.lstrip()[:1].isdigit() and indent > STEP_INDENT // 4:
            indent = STEP_INDENT + 1
        folded.extend(textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False) or [""])
    return "\n".join(folded)


def _number(value: Decimal | None) -> str:
    if value is None:
        return "no units"
    return f"{value.normalize():f} unit{'' if value == 1 else 's'}"


def _day(day: date | None) -> str:
    return "no date" if day is None else day.isoformat()
