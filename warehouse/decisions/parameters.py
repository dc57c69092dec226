"""The $parameters of a night's statements, each with the source of its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from contracts.agreements.prompt_pay import unreached_filing_codes
from contracts.agreements.silence import silent_causes
from contracts.causes import thresholds
from contracts.causes.change import cut_breaks
from contracts.codes import special_codes
from contracts.pricing.other_factor import open_periods
from contracts.pricing.ranked_set import RANKING
from warehouse.clock import as_stored, utc_now
from warehouse.decisions.deadlines import second_level_agreements
from warehouse.decisions.prompt_pay import longest_days, prompt_pay_agreements, soonest_days
from warehouse.decisions.world import site_names, world_fingerprint
from warehouse.review.rules import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.context import NightContext

PARAMETERS: Final[Mapping[str, Callable[[NightContext], object]]] = {
    "as_of": lambda night: night.as_of,
    # a trial: test interchanges count
    "as_production": lambda night: night.as_production,
    "recorded_at": lambda _: as_stored(utc_now()),
    # what no agreement asks for is left out of claim profiles and links
    "asks_contract_code": lambda night: any(each.applies_to.contract_codes for each in night.book),
    "asks_group_number": lambda night: any(each.applies_to.group_numbers for each in night.book),
    "counts_visits": lambda night: any(period.needs_visit_number for each in night.book for period in each.periods()),
    # codes with a special treatment: contracts/codes/special_codes.toml
    "deductible_reason": lambda _: special_codes.deductible_reason(),
    "coinsurance_reasons": lambda _: list(special_codes.coinsurance_reasons()),
    "mixed_share_reasons": lambda _: list(special_codes.mixed_share_reasons()),
    "waived_codes": lambda night: list(night.book.rates.law.document("coinsurance")["waived_codes"]),
    "waived_modifiers": lambda night: list(night.book.rates.law.document("coinsurance")["waived_modifiers"]),
    "assistant_modifiers": lambda night: list(night.book.rates.law.document("therapy_assistant")["modifiers"]),
    "sequestration_reason": lambda _: special_codes.sequestration_reason(),
    "taken_before_sequestration": lambda _: list(special_codes.taken_before_sequestration()),
    "paid_to_patient_reasons": lambda _: list(special_codes.paid_to_patient_reasons()),
    "late_filing_reasons": lambda _: list(special_codes.late_filing_reasons()),
    "part_b_filing_codes": lambda _: sorted(special_codes.part_b_filing_codes()),
    "permitting_sequestration": lambda night: [
        each.id for each in night.book if special_codes.sequestration_reason() in each.permitted_deductions
    ],
    # under which agreements interest on late payments is asked for, within how many days no payment is late and after
    # how many every one is, and which claims no state's law reaches: contracts/agreements/prompt_pay_laws.toml
    "prompt_pay_agreements": prompt_pay_agreements,
    "prompt_pay_days": soonest_days,
    "prompt_pay_longest": longest_days,
    "prompt_pay_unreached": lambda _: list(unreached_filing_codes()),
    # when a dispute is at its second level: warehouse/review/rules.py, and the agreements that grant one
    "upheld_statuses": lambda _: [each.key for each in STATUSES.values() if each.is_upheld],
    "second_level_agreements": second_level_agreements,
    # how much evidence a cause needs: contracts/causes/thresholds.toml
    "named_reasons": lambda _: list(thresholds.named_reasons()),
    "pattern_lines": lambda _: thresholds.pattern_lines(),
    "setup_lines": lambda _: thresholds.setup_question()[0],
    "setup_share": lambda _: str(thresholds.setup_question()[1]),
    # agreement and cause of which the agreement says nothing: contracts/agreements/silence.py
    "silent_causes": lambda night: [f"{a.id}/{cause}" for a in night.book for cause in sorted(silent_causes(a))],
    "open_factor_periods": lambda night: [
        f"{each.id} {start}" for each in night.book for start in open_periods(each, night.book.rates)
    ],
    # rules that give units of several lines a rank: contracts/pricing/ranked_set.py
    "ranking_rules": lambda _: sorted(RANKING),
    "closing_days": lambda _: thresholds.closing_days(),
    # where a service was furnished: shortpay.toml, and contracts/medicare/law/home_places.toml
    "site_breaks": lambda night: list(night.setup.site_breaks()),
    "home_places": lambda night: list(night.book.rates.home_places(night.as_of)),
    "cut_breaks": lambda night: list(cut_breaks(night.book.rates.law)),
    "world": lambda night: world_fingerprint(night.book, site_names(night.setup)),
    "rate_breaks": lambda night: list(night.book.rates.breaks()),
}


class Parameters(Mapping[str, object]):
    """The parameters of one night; each is made when a statement asks for it. Raises KeyError for an unknown name."""

    def __init__(self, context: NightContext) -> None:
        self._context = context
        self._rules = context.bank_rules.parameters()

    def __getitem__(self, name: str) -> object:
        return self._rules[name] if name in self._rules else PARAMETERS[name](self._context)

    def __iter__(self) -> Iterator[str]:
        return iter({**PARAMETERS, **self._rules})

    def __len__(self) -> int:
        return len(PARAMETERS) + len(self._rules)
