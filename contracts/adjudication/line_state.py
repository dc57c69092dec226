"""Which lines are priced at all: the state of a service line as far as the remittance alone decides it.

`dispose` reads what the payer decided (status, payment, adjustments, remarks), never a rate. It answers 'payable' when
the line is to be priced, else a final state of `codes/states.csv`. States that need the claim's history (superseded,
pending_correction, reversal_orphan), an agreement (unmapped_contract, no_rate) or a price (priced_*) are decided in the
warehouse, which has these.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from contracts import codes
from contracts.adjudication.adjustments import classify
from contracts.adjudication.pattern import AdjudicationPattern, Adjustment
from contracts.codes import special_codes
from contracts.codes.rows import ClaimRole

__all__ = ["PAYABLE", "TESTS", "AdjudicationPattern", "Adjustment", "Disposition", "dispose"]

PAYABLE: Final = "payable"


@dataclass(frozen=True, slots=True)
class Disposition:
    """The state ('payable' or one of `codes/states.csv`), why in a sentence for the poster, and the adjustment that
    decided ('CO-197') with its category ('authorization'); both '' where no adjustment did.

    `state_of_denied_part`: the state that the denied part of a payable line would have as a line of its own. That part
    is no rate shortfall. None where nothing was denied.

    `zero_for`: what the payer gave nothing for, whatever can be done about it: 'price' (a price cut took the whole
    charge, and no reason beyond the price was given), 'bundled' (paid within another service) or 'duplicate' (decided
    before). None otherwise.
    """

    state: str
    sentence: str
    reason: str = ""
    category: str = ""
    state_of_denied_part: str | None = None
    zero_for: Literal["price", "bundled", "duplicate"] | None = None


def dispose(pattern: AdjudicationPattern) -> Disposition:
    """Exactly one disposition for any pattern: that of the first test of TESTS that has an answer."""
    for test in TESTS:
        disposition = test(pattern)
        if disposition is not None:
            return disposition
    # In balance with nothing paid and nothing taken away: there was no charge to decide about.
    if pattern.adjustments:
        sentence = "Charged below zero, and all of it adjusted: it takes an earlier charge back, and nothing is owed."
        return Disposition("denied_final", sentence)
    return Disposition("denied_final", "Nothing was charged on this line, so nothing is owed.")


def _reversal(pattern: AdjudicationPattern) -> Disposition | None:
    # A reversal's amounts are the original's, negated: no test below may read them as a decision.
    return _plain("reversed") if _role(pattern) == "reversal" else None


def _predetermination(pattern: AdjudicationPattern) -> Disposition | None:
    return _plain("predetermination") if _role(pattern) == "predetermination" else None


def _forwarded_claim(pattern: AdjudicationPattern) -> Disposition | None:
    return _plain("forwarded") if _role(pattern) == "forwarded" else None


def _out_of_balance(pattern: AdjudicationPattern) -> Disposition | None:
    # Before everything that reads amounts: the payer's own arithmetic has to hold first.
    return None if pattern.in_balance else _plain("out_of_balance")


def _pended(pattern: AdjudicationPattern) -> Disposition | None:
    # Even where something was paid: these codes announce a reversal and a final decision.
    for each in _taken(pattern):
        if codes.reason(each.reason).category == "pended":
            return _for_reason("pended", each)
    return _plain("pended") if _role(pattern) == "pended" and not pattern.is_paid else None


def _secondary(pattern: AdjudicationPattern) -> Disposition | None:
    # OA-23 marks a secondary payment even where the claim says 1, as some Medicaid plans send it.
    prior = [each for each in pattern.adjustments if _is_of_prior_payer(each)]
    # A denial says nothing about what a prior payer left, so it stays one (X12 RFI 2566).
    if not (pattern.is_paid or pattern.has_cost_share) and _denials(pattern):
        return None
    # Where the patient owes a share, the prior payer has left something: it is no zero.
    if prior and not (pattern.is_paid or pattern.has_cost_share):
        return _for_reason("cob_zero", prior[0])
    return _plain("not_priced_secondary") if prior or _role(pattern) == "secondary" else None


def _capitated(pattern: AdjudicationPattern) -> Disposition | None:
    # Before the patient's share: a prepaid visit may carry a copay.
    if pattern.is_paid:
        return None
    for each in _taken(pattern):
        if codes.reason(each.reason).category == "capitation":
            return _for_reason("capitated", each)
    return None


def _payable(pattern: AdjudicationPattern) -> Disposition | None:
    if not (pattern.is_paid or pattern.has_cost_share or _only_deductions_left(pattern)):
        return None
    if not pattern.has_service_date:
        return _plain("no_dos")
    if pattern.procedure == "none":
        return _plain("no_hcpcs")
    if pattern.procedure == "anesthesia":
        return _plain("anesthesia")
    denied = [each for each in _taken(pattern) if classify(each.group, each.reason) == "not_covered"]
    if not denied:
        return Disposition(PAYABLE, "Decided by the payer: compared with the agreed price.")
    first = min(denied, key=_rank)
    return Disposition(
        PAYABLE,
        f"{_named(first)} Part of the charge was denied for this; the rest is compared with the agreed price.",
        first.name,
        codes.reason(first.reason).category,
        state_of_denied_part=_state_when_unpaid(first),
    )


def _denied(pattern: AdjudicationPattern) -> Disposition | None:
    reasons = _denials(pattern)
    if not reasons:
        return None
    first = min(reasons, key=_rank)
    state = _state_when_unpaid(first) or ""
    category = codes.reason(first.reason).category
    zero_for = ZERO_FOR.get(state)
    separating = [each for each in pattern.modifiers if each in special_codes.separating_modifiers().get(category, ())]
    if separating:
        step = f"Modifier {separating[0]} says that the service was separate: appeal with the record that shows it."
        return replace(_for_reason("denied_appealable", first, next_step=step), zero_for=zero_for)
    if state.startswith("denied_"):
        for effect, after in REMARK_EFFECTS:
            remark = next((code for code in pattern.remarks if codes.remark(code).effect == effect), None)
            if remark is not None and state in after:
                label = codes.remark(remark).label
                return _for_reason(after[state], first, next_step=f"{remark}: {label}. {REMARK_STEPS[effect]}".strip())
    return replace(_for_reason(state, first), zero_for=zero_for)


def _price_cut_to_nothing(pattern: AdjudicationPattern) -> Disposition | None:
    # A contract write-off may not equal the charge (X12's own rule for CARC 45): a denial in disguise.
    taken = _taken(pattern)
    if not taken:
        return None
    first = min(taken, key=lambda each: (codes.reason(each.reason).is_known, not each.is_full_charge, each))
    reason = codes.reason(first.reason)
    if not reason.is_known:
        return _for_reason("denied_appealable", first)
    next_step = (
        "Nothing was allowed and no reason for that was given: ask for one, then appeal with the agreement's rate."
    )
    disposition = _for_reason("denied_appealable", first, next_step=next_step)
    # Where the agreement prices the code, no reason but the price is a question of the price, at zero as at a cent.
    is_price = all(codes.reason(each.reason).category == "contractual" for each in taken)
    return replace(disposition, zero_for="price") if is_price else disposition


# The first test with an answer decides. The order: lines that are no payment decision, lines that may not be priced
# even when they are paid, lines that are priced, and the reasons why nothing was paid.
TESTS: Final[tuple[Callable[[AdjudicationPattern], Disposition | None], ...]] = (
    _reversal,
    _predetermination,
    _forwarded_claim,
    _out_of_balance,
    _pended,
    _secondary,
    _capitated,
    _payable,
    _denied,
    _price_cut_to_nothing,
)

# A remark changes what can be done about a denial: MA130 leaves only a new claim, N211 takes the appeal away.
REMARK_EFFECTS: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    ("unprocessable", dict.fromkeys(("denied_correctable", "denied_appealable", "denied_final"), "denied_correctable")),
    ("no_appeal", {"denied_appealable": "denied_final"}),
)
REMARK_STEPS: Final[Mapping[str, str]] = {
    "unprocessable": "There is no appeal; the limit is that of timely filing, counted from the service.",
    "no_appeal": "",
}
# States of a denial that is known by what it was for, also where a modifier makes it one to appeal.
ZERO_FOR: Final[Mapping[str, Literal["bundled", "duplicate"]]] = {"bundled": "bundled", "duplicate": "duplicate"}
ACTIONABLE: Final = ("correctable", "appealable", "final")


def _role(pattern: AdjudicationPattern) -> ClaimRole:
    return codes.claim_status(pattern.status or "").role


def _taken(pattern: AdjudicationPattern) -> list[Adjustment]:
    """The adjustments that took money away; a negative one gives no reason for a zero."""
    return [each for each in pattern.adjustments if each.sign == "+"]


def _is_of_prior_payer(each: Adjustment) -> bool:
    return classify(each.group, each.reason) == "prior_payer"


def _denials(pattern: AdjudicationPattern) -> list[Adjustment]:
    """The adjustments that give a reason for a zero; what a prior payer paid gives none beside one that does."""
    return [each for each in _taken(pattern) if not _is_of_prior_payer(each) and _state_when_unpaid(each) is not None]


def _only_deductions_left(pattern: AdjudicationPattern) -> bool:
    """True when a price was allowed and deductions after it took all of it: nothing was denied."""
    taken = _taken(pattern)
    return any(classify(each.group, each.reason) == "post_allowed" for each in taken) and not any(
        _state_when_unpaid(each) for each in taken
    )


def _state_when_unpaid(each: Adjustment) -> str | None:
    reason = codes.reason(each.reason)
    if reason.actionability != "none":
        return f"denied_{reason.actionability}"
    return codes.categories()[reason.category].state_when_unpaid


def _rank(each: Adjustment) -> tuple[int, int, str]:
    """Reasons with a state of their own by category, then denials by what can be done about them."""
    reason = codes.reason(each.reason)
    category = codes.categories()[reason.category]
    by_action = ACTIONABLE.index(reason.actionability) if reason.actionability in ACTIONABLE else -1
    return by_action, category.rank, each.name


def _plain(state: str) -> Disposition:
    return Disposition(state, codes.states()[state].sentence)


def _for_reason(state: str, each: Adjustment, *, next_step: str | None = None) -> Disposition:
    reason = codes.reason(each.reason)
    step = codes.categories()[reason.category].next_step if next_step is None else next_step
    sentence = f"{codes.states()[state].sentence} {_named(each)} {step}".strip()
    return Disposition(state, sentence, each.name, reason.category)


def _named(each: Adjustment) -> str:
    return f"{each.name}: {codes.reason(each.reason).label}."
