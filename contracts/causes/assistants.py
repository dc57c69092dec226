"""Explains a shortage by a therapy assistant's cut: not in the agreement, taken of another amount, or not billed.

Source: SSA 1834(v) and contracts/medicare/law/therapy_assistant.toml; commercial payers copied it in two readings.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from contracts.agreements.terms import Assistant
from contracts.causes.change import Asked, Change, World, throughout
from contracts.causes.thresholds import assistant_coinsurance
from contracts.medicare.law import LawPeriod
from contracts.money import AS_A_HUNDREDTH, plain
from contracts.pricing.working_line import Case, Lines, Rule

Base = Literal["contract_fee", "payer_share"]
BASES: tuple[tuple[Base, str], ...] = (("contract_fee", "the fee"), ("payer_share", "the payer's share"))


def assistant_cuts(asked: Asked, _: World) -> Iterator[Change]:
    """Medicare's percent of the fee or of the payer's share for an assistant's line; of the fee for any other."""
    if asked.is_visit:
        return
    law = asked.case.rates.law
    cut = law.timeline("therapy_assistant").on(asked.case.on)
    if cut is None:
        return
    modifiers = tuple(str(modifier) for modifier in law.document("therapy_assistant")["modifiers"])
    agreed = asked.terms.assistant
    if not set(modifiers) & set(asked.service.modifiers):
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
        )
        return
    cause = "assistant_cut_not_in_contract" if agreed is None else "assistant_cut_wrong_base"
    for of, name in BASES:
        if agreed is None or agreed.of != of:
            yield _cut(cause, of, name, modifiers, cut)


def _unchanged(case: Case) -> Case:
    return case


def _cut(cause: str, of: Base, name: str, modifiers: tuple[str, ...], cut: LawPeriod) -> Change:
    coinsurance = assistant_coinsurance() if of == "payer_share" else None
    assistant = Assistant(modifiers, cut.number, of, coinsurance)

    def make(case: Case) -> Case:
        return throughout(case, lambda terms: replace(terms, assistant=assistant))

    return Change(cause, f"assistant on {name}", f"with an assistant's {plain(cut.number)}% of {name}", make)


def _cut_without_modifier(at: int, cut: LawPeriod) -> Rule:
    def cut_without_modifier(lines: Lines, case: Case) -> Lines:
        line = lines[at]
        if line.unpriced is not None:
            return lines
        reduced = line.at_percent(cut.number, "assistant_not_billed", "as for an assistant", case.terms.source)
        return (*lines[:at], reduced, *lines[at + 1 :])

    return cut_without_modifier
