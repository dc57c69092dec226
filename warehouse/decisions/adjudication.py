"""What the payer decided: the class of each adjustment, the state of each pattern of lines, what counts as allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.adjudication import adjustments, line_state
from contracts.adjudication.pattern import AdjudicationPattern
from contracts.codes import special_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from warehouse.context import NightContext


def adjustment_kinds(_: NightContext) -> Callable[..., Sequence[object]]:
    """Group and reason code -> class, whether it denies units, whether it moves a charge."""

    def kind_of(group_code: str | None, reason_code: str | None) -> Sequence[object]:
        group, reason = group_code or "", reason_code or ""
        return (adjustments.classify(group, reason), adjustments.denies_units(reason), adjustments.moves_charge(reason))

    return kind_of


def dispositions(_: NightContext) -> Callable[..., Sequence[object]]:
    """Pattern of a line and its key -> state, sentence, state of a denied part, what a zero was for, what decided."""

    def disposition_of(_pattern: str, key: str) -> Sequence[object]:
        disposition = line_state.dispose(AdjudicationPattern.from_key(key))
        return (
            disposition.state,
            disposition.sentence,
            disposition.state_of_denied_part,
            disposition.zero_for,
            disposition.reason or None,
        )

    return disposition_of


def adjustment_uses(night: NightContext) -> Callable[..., Sequence[object]]:
    """Agreement, group code, reason code and sign -> whether the adjustment is part of what the payer allowed."""

    def use_of(
        agreement_id: str | None, group_code: str | None, reason_code: str | None, sign: str
    ) -> Sequence[object]:
        permitted = night.book[agreement_id].permitted_deductions if agreement_id else special_codes.deductions()
        counts = adjustments.counts_as_allowed(
            group_code or "", reason_code or "", permitted, sign="-" if sign == "-" else "+"
        )
        return (counts,)

    return use_of
