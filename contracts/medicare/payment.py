"""From what Medicare allows to what it pays: deductible, coinsurance, therapy assistant, MIPS, sequestration.

Source: contracts/medicare/law/*.toml; the order is that of the claims system. Each amount is rounded per line and step,
so lines may differ from their claim by a cent or two. What others owe before Medicare (MSP) is not here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from contracts.medicare.law import Law, LawPeriod
from contracts.money import AS_A_HUNDREDTH, NOTHING, percent_of, plain
from contracts.steps import Step

UNCHANGED: Final = "the amount allowed, with the assistant's cut in the payment"
CUT: Final = "the amount allowed, itself cut for the assistant"


class NoPaymentLawError(Exception):
    """The law on file does not reach the date of service."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A line's way from allowed to paid, in dollars; every part is zero or more but `mips`, below zero for a cut.

    allowed + mips = deductible + coinsurance + assistant_cut + sequestration + paid. The patient owes the first two.
    """

    allowed: Decimal
    deductible: Decimal
    coinsurance: Decimal
    assistant_cut: Decimal
    mips: Decimal
    sequestration: Decimal
    paid: Decimal
    steps: tuple[Step, ...]

    @property
    def patient(self) -> Decimal:
        return self.deductible + self.coinsurance


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to write a therapy assistant's line: what is allowed, what that leaves the provider, and what is paid.

    `visible` is the sum a remittance shows before sequestration: Medicare's payment and the patient's share.
    """

    name: str
    allowed: Decimal
    visible: Decimal
    payment: Payment


def paid_of(
    allowed: Decimal,
    modifiers: Collection[str],
    on: date,
    law: Law,
    *,
    deductible_left: Decimal = NOTHING,
    mips_percent: Decimal = NOTHING,
) -> Payment:
    """What Medicare pays of `allowed` for a service on `on`. Raises NoPaymentLawError for a day without law.

    `deductible_left` is the unmet deductible before this line; `mips_percent` the clinician's adjustment (-9 to +9).
    """
    deductible = min(allowed, deductible_left)
    coinsurance_law = _in_force(law, "coinsurance", on)
    coinsurance = percent_of(coinsurance_law.number, allowed - deductible)
    share = allowed - deductible - coinsurance
    steps = [
        Step(
            "deductible", f"{deductible} of {allowed} meets the deductible", allowed - deductible, "Part B deductible"
        ),
        Step(
            "coinsurance",
            f"{plain(coinsurance_law.number)}% of {allowed - deductible} = {coinsurance} is the patient's",
            share,
            coinsurance_law.source,
        ),
    ]
    cut = NOTHING
    assistant = law.timeline("therapy_assistant").on(on)
    if assistant is not None and _is_assistant(modifiers, law):
        kept = percent_of(assistant.number, share)
        text = f"furnished by an assistant: {plain(assistant.number)}% of {share} = {kept}"
        steps.append(Step("therapy_assistant", text, kept, assistant.source))
        share, cut = kept, share - kept
    mips = percent_of(mips_percent, share)
    if mips_percent:
        text = f"MIPS: {plain(mips_percent)}% of {share} = {mips}"
        steps.append(Step("mips", text, share + mips, "42 CFR 414.1405"))
    share += mips
    seized = NOTHING
    sequestration = law.timeline("sequestration").on(on)
    if sequestration is not None:
        seized = percent_of(sequestration.number, share)
        text = f"sequestration: {plain(sequestration.number)}% of {share} = {seized}"
        steps.append(Step("sequestration", text, share - seized, sequestration.source))
    return Payment(allowed, deductible, coinsurance, cut, mips, seized, share - seized, tuple(steps))


def readings(
    allowed: Decimal, modifiers: Collection[str], on: date, law: Law, *, deductible_left: Decimal = NOTHING
) -> tuple[Reading, ...]:
    """The ways in which a line with this full amount may stand on the remittance: one, or two for an assistant.

    Which base the law's percent has was not read in the manual itself. Without a deductible both pay the same.
    """
    whole = paid_of(allowed, modifiers, on, law, deductible_left=deductible_left)
    first = Reading(UNCHANGED, allowed, allowed - whole.assistant_cut, whole)
    assistant = law.timeline("therapy_assistant").on(on)
    if assistant is None or not _is_assistant(modifiers, law):
        return (first,)
    cut = percent_of(assistant.number, allowed)
    other = paid_of(cut, (), on, law, deductible_left=deductible_left)
    return (first, Reading(CUT, cut, cut, other))


def acceptable_reading(
    actual: Decimal,
    allowed: Decimal,
    modifiers: Collection[str],
    on: date,
    law: Law,
    *,
    tolerance: Decimal = NOTHING,
    deductible_left: Decimal = NOTHING,
) -> Reading | None:
    """The reading under which `actual` is right for a line whose full amount is `allowed`; None where it is under none.

    `actual` may be the allowed amount as sent, or payment and patient's share added up. More than expected is right.
    """
    for reading in readings(allowed, modifiers, on, law, deductible_left=deductible_left):
        if actual >= min(reading.allowed, reading.visible) - tolerance:
            return reading
    return None


def deductible_of(year: int, law: Law) -> Decimal:
    """Dollars of the Part B deductible of a year. Raises NoPaymentLawError."""
    return _in_force(law, "deductible", date(year, 1, 1)).number


def non_participating(fee: Decimal, on: date, law: Law) -> Decimal:
    """What Medicare allows a supplier who does not participate, of the fee schedule amount of a unit."""
    return percent_of(_in_force(law, "participation", on, "fee").number, fee)


def limiting_charge(fee: Decimal, on: date, law: Law) -> Decimal:
    """The most such a one may charge for an unassigned unit: of the non-participating amount before it is rounded."""
    periods = [_in_force(law, "participation", on, kind).number for kind in ("fee", "limiting_charge")]
    return percent_of((periods[0] * periods[1]).scaleb(AS_A_HUNDREDTH), fee)


def _is_assistant(modifiers: Collection[str], law: Law) -> bool:
    return any(each in modifiers for each in law.document("therapy_assistant")["modifiers"])


def _in_force(law: Law, name: str, on: date, kind: str | None = None) -> LawPeriod:
    period = law.timeline(name, kind).on(on)
    if period is None:
        raise NoPaymentLawError(f"{name} has no value for {on}: put the law of the day into rates/law/{name}.toml")
    return period
