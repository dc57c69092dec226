"""The order of a night: every relation from the facts to the published views, each built once by one entry.

Build makes a relation by the SQL file of its name; Decide asks a pure function of contracts/ once for each distinct key
and keeps the answers; List keeps a list of contracts/ for SQL to join; Run takes a step in Python. The first lines of a
relation's file, below sql/build/ or sql/views/, say what it holds; docs/lineage.md draws which relation reads which.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from warehouse import incremental
from warehouse.decisions import (
    adjudication,
    causes,
    deadlines,
    deposit_links,
    disputes,
    lists,
    matches,
    other_prices,
    prices,
    prompt_pay,
    reversal_pairs,
)
from warehouse.published_views import comment_views
from warehouse.review.decisions import load_releases
from warehouse.review.export import load_review_state
from warehouse.runner import Build, Decide, List, Run, Stage, run_stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.context import NightContext

PIPELINE: Final = (
    Stage(
        "check",
        "Proving every payment, claim and line",
        (
            List("finding_kind", lists.finding_kinds),
            List("provider_adjustment_code", lists.provider_adjustment_codes),
            Run(load_releases, fills=("released",)),
            Build("laid_adjustment"),
            Build("line_balance"),
            Build("claim_balance"),
            Build("payment_total"),
            Build("payment_identity"),
            Build("broken_off_payment"),
            Build("payment_standing"),
            Build("payment_equation"),
            Build("payment_reissue"),
            Build("payment_repeat"),
            Build("placeholder_number"),
            Build("claim_interest"),
            Build("balance_warning"),
        ),
    ),
    Stage(
        "bank",
        "Finding every payment in the bank",
        (
            List("deposit_finding_kind", lists.deposit_finding_kinds),
            Build("bank_row"),
            Build("payment_unit"),
            Build("money_unit"),
            Decide("business_day", "wanted_day", deposit_links.business_days),
            Run(deposit_links.link_deposits, fills=("deposit_link",), reads_by=deposit_links.STATEMENTS),
            Build("deposit_outcome"),
        ),
    ),
    Stage(
        "chain",
        "Netting reversals and corrections",
        (
            # from here to `merge_judgements`, statements see only the claims that this night judges
            Run(incremental.narrow_claims, fills=("derived.claim_link",), reads_by=incremental.STATEMENTS),
            List("state", lists.states),
            List("reason_code", lists.reason_codes),
            List("deciding_remark", lists.deciding_remarks),
            List("separating_modifier", lists.separating_modifiers),
            List("procedure_kind", lists.procedure_kinds),
            Build("posted_line"),
            Build("placed_adjustment"),
            Decide("adjustment_kind", "distinct_adjustment", adjudication.adjustment_kinds),
            Build("line_amount"),
            Build("line_pattern"),
            Build("whole_claim"),
            Decide("disposition", "distinct_pattern", adjudication.dispositions),
            Build("claim_event"),
            Build("reversal_evidence"),
            Run(reversal_pairs.pair_reversals, fills=("reversal_pair",), reads_by=reversal_pairs.STATEMENTS),
            Build("claim_group"),
            Build("renumbered_group"),
            Build("group_parent"),
            Build("claim_chain"),
            Build("corrected_claim"),
            Build("line_reversal"),
            Build("partial_telling"),
            Build("claim_role"),
            Build("whole_claim_state"),
            Build("cured_line"),
            Build("line_role"),
            Build("paid_again"),
            Build("chain_date"),
        ),
    ),
    Stage(
        "match",
        "Finding agreements and sites",
        (
            List("agreement", lists.agreements),
            List("window_event", lists.window_events),
            List("reprocessing", lists.reprocessings),
            List("agreement_period", lists.agreement_periods),
            List("tolerance", lists.tolerances),
            Build("claim_profile"),
            Build("provider_profile"),
            Decide("agreement_match", "distinct_claim_profile", matches.agreement_matches),
            Decide("site_match", "distinct_provider_profile", matches.site_matches),
        ),
    ),
    Stage(
        "price",
        "Pricing what is new",
        (
            Build("line_context"),
            Build("void_claim"),
            Build("patient_day"),
            Build("visit_number"),
            Build("priceable_line"),
            Build("situation_line"),
            Build("incomplete_visit"),
            Build("situation"),
            Run(
                prices.price_new_situations,
                fills=("store.situation", "store.expectation", "store.expectation_step"),
                reads_by=("new_situation",),
            ),
        ),
    ),
    Stage(
        "judge",
        "Judging every line",
        (
            Decide("adjustment_use", "distinct_adjustment_use", adjudication.adjustment_uses),
            List("sequestration", lists.periods_of_law("sequestration")),
            Build("sequestered"),
            Decide("sequestration_answer", "sequestration_question", other_prices.sequestration_answers),
            Build("sequestration_excess"),
            Build("late_filing"),
            Build("deduction_excess"),
            Build("claim_level_share"),
            Build("line_own_allowed"),
            Build("claim_level_cut"),
            Build("line_allowed"),
            Build("assistant_line"),
            Decide("assistant_share", "assistant_question", other_prices.assistant_shares),
            Decide("denied_unit_price", "denied_unit_question", other_prices.denied_unit_prices),
            Build("visit_judgement"),
            List("code_level", lists.levels_of_codes),
            Decide("recoded_price", "recoded_question", other_prices.recoded_prices),
            Build("recoded_line"),
            Build("ranked_day"),
            Decide("ranked_answer", "ranked_question", other_prices.ranked_answers),
            Build("ranked_line"),
            Build("other_factor_day"),
            Decide("other_factor_answer", "other_factor_question", other_prices.other_factors),
            Build("other_factor_line"),
            Build("line_judgement"),
            List("coinsurance", lists.periods_of_law("coinsurance")),
            List("therapy_assistant", lists.periods_of_law("therapy_assistant")),
            Build("coinsurance_share"),
            Decide("coinsurance_answer", "coinsurance_question", other_prices.coinsurance_answers),
            Build("coinsurance_off"),
            Decide("medicare_rate", "medicare_use", other_prices.medicare_rates),
            Build("medicare_line"),
            Build("therapy_day"),
            Decide("therapy_amount", "therapy_question", other_prices.therapy_amounts),
            Build("judged_line"),
            Build("short_unit"),
            Build("made_short"),
            Build("short"),
            Build("cause_question"),
            Run(
                causes.search_new_causes,
                fills=("store.cause_question", "store.cause_fit"),
                reads_by=("new_question",),
            ),
            # from here on, statements see every claim again
            Run(incremental.merge_judgements, fills=("store.night_basis",)),
        ),
    ),
    Stage(
        "dispute",
        "Ranking disputes",
        (
            Run(load_review_state, fills=("dispute_standing", "review_entry", "review_export")),
            List("deductible", lists.periods_of_law("deductible")),
            Build("deductible_excess"),
            List("cause", lists.causes),
            List("cause_evidence", lists.cause_evidence),
            List("confirmed_cause", lists.confirmed_causes),
            Build("cause_candidate"),
            Build("chosen_cause"),
            Build("setup_doubt"),
            Decide("deadline", "distinct_basis", deadlines.deadlines),
            Build("owed"),
            Decide("second_level", "upheld_answer", deadlines.second_levels),
            Build("window_deadline"),
            List("appeal_rule", lists.appeal_rules),
            Decide("appeal_deadline", "appeal_question", deadlines.appeal_deadlines),
            Build("unit_deadline"),
            Build("dispute"),
            Build("line_owed"),
            Build("ranked_dispute"),
            List("recoupment_rule", lists.recoupment_rules),
            List("submission", lists.submissions),
            List("terms", lists.terms),
            List("fee_row", lists.fee_rows),
            Run(disputes.pack_batches, fills=("batch_member",), reads_by=("disputed",)),
            Build("batched_dispute"),
            List("overpayment_rule", lists.overpayment_rules),
            Build("second_payment"),
            Build("interest_at_foot"),
            Build("late_payment"),
            Decide("interest_answer", "interest_question", prompt_pay.interest_answers),
            Build("claim_interest_answer"),
            Build("medicare_comparison"),
            Build("chain_allowed"),
            Build("dispute_change"),
            Run(
                disputes.record_dispute_events,
                fills=("store.dispute_event", "store.dispute_ledger"),
                reads_by=("new_event", "update_ledger"),
            ),
        ),
    ),
    Stage(
        "views",
        "Writing the views",
        (
            Build("line_review"),
            Build("listed_dispute"),
            Build("dispute_queue"),
            Build("expired_disputes"),
            Build("dispute_history"),
            Build("visit_review"),
            Build("expectation_step"),
            Build("payment_balance"),
            Build("claim_history"),
            Build("held"),
            Build("finding"),
            Build("file_log"),
            Build("payer_scorecard"),
            Build("cause_summary"),
            Build("coverage"),
            Build("overpayment"),
            Build("interest_owed"),
            Build("review_event"),
            Build("deposit_match"),
            Build("deposit_finding"),
            Build("payment_bridge"),
            Build("recoupment"),
            Build("forwarded_balance"),
            Build("conformance_finding"),
            Build("setup_question"),
            Build("appeal_level"),
            Build("night"),
            Run(comment_views),
        ),
    ),
)
"""Every stage of a night after loading, and in each stage every relation, in the order in which they are built."""


STAGES: Final = tuple(stage.name for stage in PIPELINE)


def run(
    context: NightContext, *stages: str, progress: Callable[[str, int, int], None] = lambda _stage, _done, _in_all: None
) -> None:
    """Run the stages of these names (all of them when none is named) in the pipeline's order.

    `progress` gets the stage, how many of its entries are done, and of how many. Raises ValueError for an unknown one.
    """
    unknown = set(stages) - set(STAGES)
    if unknown:
        raise ValueError(f"no stage is called {', '.join(sorted(unknown))}")
    for stage in PIPELINE:
        if not stages or stage.name in stages:
            run_stage(stage, context, partial(progress, stage.name))
