"""Explains a shortage by a therapy assistant's cut: not in the agreement, taken of another amount, or not billed.

Source: SSA 1834(v) and contracts/medicare/law/therapy_assistant.toml; commercial payers copied it in two readings. No
reason code says "assistant": the cut is left in the contractual adjustment, rounded by the unit or by the line.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from contracts.agreements.terms import NATIONAL, Assistant
from contracts.causes.change import Asked, Change, World, rounding_slack, throughout
from contracts.causes.other_rates import loaded
from contracts.causes.shares import is_share
from contracts.causes.shortage import Shortage
from contracts.causes.thresholds import assistant_coinsurance
from contracts.medicare.law import LawPeriod
from contracts.money import AS_A_HUNDREDTH, NOTHING, plain
from contracts.pricing.working_line import Case, Lines, Rule

Base = Literal["contract_fee", "payer_share"]
BASES: tuple[tuple[Base, str], ...] = (("contract_fee", "the fee"), ("payer_share", "the payer's share"))


def assistant_cuts(asked: Asked, _: World) -> Iterator[Change]:
    """Medicare's percent of the fee or of the payer's share for an assistant's line; of the fee for any other."""
    if asked.is_visit:
        return
    cut = asked.cut("therapy_assistant")
    if cut is None:
        return
    modifiers = _names(asked, "modifiers")
    agreed = asked.terms.assistant
    if not set(modifiers) & set(asked.service.modifiers):
        if not _is_therapy(asked):
            return
        text = f"at {plain(cut.number)}% as for an assistant, and none was billed"
        rule, share = _cut_without_modifier(asked.line - 1, cut), cut.number.scaleb(AS_A_HUNDREDTH)
        yield Change(
            "assistant_cut_not_billed",
            "assistant not billed",
            text,
            _unchanged,
            (share, share),
            rule,
            composes="as_share",
            slack=rounding_slack(asked),
        )
        return
    cause = "assistant_cut_not_in_contract" if agreed is None else "assistant_cut_wrong_base"
    for of, name in BASES:
        if agreed is None or agreed.of != of:
            yield _cut(asked, cause, of, name, modifiers, cut)


def cut_of_payers_part(asked: Asked, shortage: Shortage) -> tuple[str, str, str] | None:
    """(cause, candidate, text) where the cut is of what is left after the patient's share that the remittance names."""
    cut = asked.cut("therapy_assistant")
    if asked.is_visit or cut is None or shortage.patient_share <= NOTHING:
        return None
    is_billed = bool(set(_names(asked, "modifiers")) & set(asked.service.modifiers))
    if asked.terms.assistant is not None if is_billed else not _is_therapy(asked):
        return None
    part = shortage.expected - shortage.patient_share
    paid = shortage.actual - shortage.patient_share
    if part <= NOTHING or not is_share(paid, cut.number, part, asked.service.units):
        return None
    base = f"{plain(cut.number)}% of the payer's part {part}"
    if is_billed:
        return "assistant_cut_not_in_contract", "assistant on the payer's share", f"with an assistant's {base}"
    return "assistant_cut_not_billed", "assistant not billed", f"at {base}, as for an assistant, and none was billed"


def _is_therapy(asked: Asked) -> bool:
    """Whether an assistant could have furnished the service: under a therapy plan, or a code that Medicare so ranks."""
    line, rates = asked.service, asked.case.rates
    if set(_names(asked, "plans_of_care")) & set(line.modifiers):
        return True
    # of any file on hand: the terms may be older than all of them
    fees = (rates.fee(line.code, (), day, NATIONAL, facility=False) for day in reversed(loaded(rates).breaks()))
    indicator = next((fee.multiple_procedure for fee in fees if fee.multiple_procedure is not None), None)
    return indicator == str(rates.law.document("therapy_mppr")["indicator"])


def _names(asked: Asked, key: str) -> tuple[str, ...]:
    return tuple(str(name) for name in asked.case.rates.law.document("therapy_assistant")[key])


def _unchanged(case: Case) -> Case:
    return case


def _cut(asked: Asked, cause: str, of: Base, name: str, modifiers: tuple[str, ...], cut: LawPeriod) -> Change:
    coinsurance = assistant_coinsurance() if of == "payer_share" else None
    assistant = Assistant(modifiers, cut.number, of, coinsurance)

    def make(case: Case) -> Case:
        return throughout(case, lambda terms: replace(terms, assistant=assistant))

    text = f"with an assistant's {plain(cut.number)}% of {name}"
    return Change(cause, f"assistant on {name}", text, make, slack=rounding_slack(asked))


def _cut_without_modifier(at: int, cut: LawPeriod) -> Rule:
    def cut_without_modifier(lines: Lines, case: Case) -> Lines:
        line = lines[at]
        if line.unpriced is not None:
            return lines
        reduced = line.at_percent(cut.number, "assistant_not_billed", "as for an assistant", case.terms.source)
        return (*lines[:at], reduced, *lines[at + 1 :])

    return cut_without_modifier
