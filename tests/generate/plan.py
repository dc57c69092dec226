"""The calendar of the invented office: which remittance arrives when, for whom, and which planted cases are in it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.generate import chains, lookalikes, money, oddities, shortages
from tests.generate.claims import Payment, Remit
from tests.generate.desk import Desk, Dice
from tests.generate.everyday import Habit, fill
from tests.generate.facts import PAYERS

BOTH = ("thistledown", "pelican")
T, P = ("thistledown",), ("pelican",)

PRIOR_YEAR = Habit("prior_year_medicare", (("year", 2025),), 0.6)
ELSEWHERE = Habit("wrong_locality", (("priced_at", "09102/04"),), 0.5)
OLD_FEES = Habit("prior_schedule_version", (("schedule", "summerfield_ppo_2025.csv"),), 0.55)
OTHER_PLAN = Habit("wrong_plan_schedule", (("schedule", "orchard_hmo.csv"),), 0.6, agreement="orchard_ppo")
REDUCED = Habit("mppr_not_in_contract", (("mppr", "medicare"),), 0.5)
SEQUESTERED = Habit("sequestration_not_in_contract", (), 0.5)
AS_IN_HOSPITAL = Habit("facility_rate", (("facility", True),), 0.9, credential="DC")


@dataclass(frozen=True)
class Arrival:
    """One file of everyday claims. `lag`: days from production (DTM*405) to payment (BPR16)."""

    key: str
    payer: str
    remitted: str
    practices: tuple[str, ...]
    count: int
    agreements: tuple[str, ...]
    habit: Habit | None = None
    lag: int = 0
    newline: str = "~\n"
    wrapper: str = ""
    says_remitted: bool = True


ARRIVALS = (
    Arrival("nc_dec", "medicare_nc", "2025-12-15", T, 5, ("medicare_b",), lag=1),
    Arrival("quarry_dec", "quarry", "2025-12-29", BOTH, 2, ("quarry_comp",), newline="~\r\n"),
    Arrival("juniper_jan", "juniper", "2026-01-12", BOTH, 4, ("juniper_advantage",), SEQUESTERED),
    Arrival("ca_jan", "medicare_ca", "2026-01-20", P, 4, ("medicare_b",)),
    Arrival("summer_feb", "summerfield", "2026-02-09", BOTH, 5, ("summerfield_ppo",), lag=2),
    Arrival("fl_feb", "medicare_fl", "2026-02-17", P, 5, ("medicare_b",), PRIOR_YEAR),
    Arrival("willow_mar", "willow", "2026-03-13", BOTH, 4, ("willow_visit",)),
    Arrival("nc_mar", "medicare_nc", "2026-03-16", T, 5, ("medicare_b",), PRIOR_YEAR),
    Arrival("orchard_apr", "orchard", "2026-04-06", BOTH, 5, ("orchard_ppo", "orchard_hmo"), lag=3),
    Arrival("alderwick_apr", "alderwick", "2026-04-30", T, 4, ("alderwick_units",)),
    Arrival("juniper_may", "juniper", "2026-05-11", BOTH, 4, ("juniper_advantage",)),
    Arrival("willow_may", "willow", "2026-05-15", P, 4, ("willow_visit",)),
    Arrival("basalt_may", "basalt", "2026-05-18", BOTH, 4, ("basalt_locked",), REDUCED),
    Arrival("summer_may_a", "summerfield", "2026-05-19", T, 4, ("summerfield_ppo",)),
    Arrival("summer_may_b", "summerfield", "2026-05-20", P, 4, ("summerfield_ppo",)),
    Arrival("lantern_jun", "lantern", "2026-06-08", BOTH, 3, ("",)),
    Arrival("quarry_jun", "quarry", "2026-06-15", BOTH, 3, ("quarry_comp",)),
    Arrival("pemberly_jun", "pemberly", "2026-06-22", BOTH, 3, ("pemberly_cap",)),
    Arrival("ca_jul", "medicare_ca", "2026-07-08", P, 4, ("medicare_b",), ELSEWHERE),
    Arrival("nc_jul", "medicare_nc", "2026-07-13", T, 5, ("medicare_b",), lag=2),
    Arrival("juniper_jul", "juniper", "2026-07-20", P, 5, ("juniper_advantage",), SEQUESTERED),
    Arrival("summer_aug", "summerfield", "2026-08-03", BOTH, 5, ("summerfield_ppo",)),
    Arrival("ca_aug", "medicare_ca", "2026-08-10", P, 4, ("medicare_b",), newline="~"),
    Arrival("orchard_aug_a", "orchard", "2026-08-17", T, 4, ("orchard_ppo", "orchard_hmo"), OTHER_PLAN),
    Arrival("orchard_aug_b", "orchard", "2026-08-18", P, 5, ("orchard_ppo", "orchard_hmo"), OTHER_PLAN),
    Arrival("fl_aug", "medicare_fl", "2026-08-31", P, 5, ("medicare_b",), says_remitted=False, lag=1),
    Arrival("basalt_aug", "basalt", "2026-08-31", BOTH, 3, ("basalt_locked",)),
    Arrival("willow_sep", "willow", "2026-09-11", BOTH, 4, ("willow_visit",), newline="\n"),
    Arrival("nc_sep", "medicare_nc", "2026-09-14", T, 6, ("medicare_b",), newline="~"),
    Arrival("pemberly_sep", "pemberly", "2026-09-17", P, 4, ("pemberly_cap",)),
    Arrival("juniper_sep", "juniper", "2026-09-21", BOTH, 5, ("juniper_advantage",), AS_IN_HOSPITAL),
    Arrival("basalt_sep", "basalt", "2026-09-24", P, 0, ("basalt_locked",)),  # nothing but a reversal: less than zero
    Arrival("summer_sep", "summerfield", "2026-09-28", BOTH, 6, ("summerfield_ppo",), OLD_FEES, wrapper="gz"),
    Arrival("lantern_oct", "lantern", "2026-10-02", P, 3, ("",)),
    Arrival("orchard_oct", "orchard", "2026-10-05", BOTH, 5, ("orchard_ppo", "orchard_hmo"), OTHER_PLAN, wrapper="zip"),
    Arrival("basalt_oct", "basalt", "2026-10-12", BOTH, 4, ("basalt_locked",), REDUCED, lag=1),
    Arrival("ca_oct", "medicare_ca", "2026-10-13", P, 6, ("medicare_b",), ELSEWHERE),
    Arrival("alderwick_oct", "alderwick", "2026-10-16", BOTH, 3, ("alderwick_units",)),
    Arrival("nc_oct", "medicare_nc", "2026-10-19", T, 6, ("medicare_b",)),
    Arrival("quarry_oct", "quarry", "2026-10-21", BOTH, 3, ("quarry_comp",)),
    Arrival("pemberly_oct", "pemberly", "2026-10-23", BOTH, 3, ("pemberly_cap",)),
    Arrival("fl_oct", "medicare_fl", "2026-10-26", P, 5, ("medicare_b",)),
    Arrival("juniper_oct", "juniper", "2026-10-30", BOTH, 5, ("juniper_advantage",), lag=2),
    Arrival("willow_oct", "willow", "2026-10-30", BOTH, 4, ("willow_visit",)),
    Arrival("summer_nov", "summerfield", "2026-11-02", BOTH, 5, ("summerfield_ppo",), OLD_FEES),
    Arrival("orchard_nov", "orchard", "2026-11-09", BOTH, 4, ("orchard_ppo", "orchard_hmo")),
)


def open_payment(desk: Desk, arrival: Arrival, practice: str) -> Payment:
    remitted = dt.date.fromisoformat(arrival.remitted)
    paid_on = remitted + dt.timedelta(days=arrival.lag)
    trace = f"{'8' if practice == 'thistledown' else '7'}{remitted:%y%m%d}{PAYERS[arrival.payer].identifier[-3:]}"
    return Payment(
        PAYERS[arrival.payer], desk.practice(practice), remitted, paid_on, trace, says_remitted=arrival.says_remitted
    )


def plant(desk: Desk, of: dict[str, Payment]) -> None:
    """Adds every planted case to its payment; keys are 'arrival/practice initial'."""
    lookalikes_of(desk, of)
    oddities_of(desk, of)
    chains_of(desk, of)

    shortages.units_cut(desk, of["summer_may_b/p"], "summerfield_ppo", "pasadena_pt")  # closes on the as-of day
    shortages.units_cut(desk, of["nc_oct/t"], "medicare_b", "durham_pt")
    shortages.units_denied(desk, of["summer_aug/p"])
    shortages.over_and_under(desk, of["summer_aug/p"])
    shortages.masked_by_interest(desk, of["summer_nov/p"])
    shortages.contract_price_reported(desk, of["orchard_nov/t"])
    shortages.reductions_taken(desk, of["summer_nov/t"], named=True)
    shortages.reductions_taken(desk, of["summer_sep/t"], named=False)
    shortages.facility_priced(desk, of["juniper_jul/p"])  # closes the day after
    shortages.sequestration_taken(desk, of["juniper_oct/t"], "durham_pt")
    shortages.sequestration_taken(desk, of["juniper_oct/p"], "pasadena_pt")
    shortages.one_cent(desk, of["basalt_oct/p"])
    shortages.visit_short(desk, of["willow_mar/t"], "durham_pt", "6.00")  # expired in September
    shortages.visit_short(desk, of["willow_may/p"], "hialeah_pt", "6.00")  # Sunday, rolled to the as-of day
    shortages.visit_short(desk, of["willow_oct/t"], "durham_pt", "6.00")
    shortages.visit_of_two_claims(desk, of["willow_sep/p"], "0.00")
    shortages.visit_of_two_claims(desk, of["willow_oct/p"], "14.25")
    shortages.unbalanced_line(desk, of["summer_nov/t"])
    shortages.old_fee_row(desk, of["orchard_nov/p"])
    shortages.assistant_day(desk, of["ca_oct/p"])
    shortages.window_edge(desk, of["nc_jul/t"], "medicare_b", "durham_pt", "8.20")  # Sunday, rolled to the as-of day
    shortages.window_edge(desk, of["summer_may_a/t"], "summerfield_ppo", "durham_pt", "11.35")  # closed the day before
    shortages.window_edge(desk, of["orchard_aug_a/t"], "orchard_ppo", "durham_pt", "7.70")  # closed the day before
    shortages.window_edge(desk, of["orchard_aug_b/p"], "orchard_ppo", "hialeah_pt", "5.45")  # closes on the as-of day
    shortages.window_edge(
        desk, of["quarry_dec/p"], "quarry_comp", "pasadena_pt", "12.60", days=42
    )  # service 2025-11-17
    shortages.window_edge(desk, of["quarry_dec/p"], "quarry_comp", "pasadena_pt", "4.80", days=45)  # service 2025-11-14
    shortages.window_edge(
        desk, of["basalt_aug/t"], "basalt_locked", "durham_pt", "3.90"
    )  # six months clamp to 28 February


def chains_of(desk: Desk, of: dict[str, Payment]) -> None:
    chains.supplemented(desk, of["summer_aug/p"], of["summer_sep/p"])
    chains.corrected_in_one_file(desk, of["summer_may_a/t"])
    chains.corrected_short(desk, of["nc_jul/t"], of["nc_sep/t"])
    chains.corrected_later(desk, of["basalt_may/p"], of["basalt_sep/p"], of["basalt_oct/p"])
    chains.correction_awaited(desk, of["orchard_oct/p"], of["orchard_nov/p"])
    chains.orphan(desk, of["summer_feb/t"])
    chains.pended_then_paid(desk, of["juniper_jan/t"], of["juniper_may/t"])
    chains.still_pended(desk, of["orchard_nov/p"])
    chains.denied_as_duplicate(desk, of["juniper_jul/p"], of["juniper_sep/p"])
    chains.overpaid_then_right(desk, of["quarry_jun/p"], of["quarry_oct/p"])


def oddities_of(desk: Desk, of: dict[str, Payment]) -> None:
    oddities.anesthesia(desk, of["summer_nov/t"])
    oddities.revenue_code_only(desk, of["summer_nov/p"])
    oddities.undated(desk, of["alderwick_oct/t"])
    oddities.spanning(desk, of["summer_aug/t"])
    oddities.in_hospital(desk, of["juniper_oct/p"])
    oddities.denied_visit(desk, of["willow_sep/p"])
    oddities.partly_denied_visit(desk, of["willow_oct/t"])
    oddities.capped_short(desk, of["pemberly_sep/p"], "pasadena_pt", "9.00")  # closes on the as-of day
    oddities.capped_short(desk, of["pemberly_oct/t"], "durham_pt", "12.75")
    oddities.under_the_cap(desk, of["pemberly_oct/t"])
    oddities.above_the_unit_limit(desk, of["alderwick_apr/t"])
    oddities.limit_shown(desk, of["alderwick_oct/p"])
    oddities.short_of_the_limit(desk, of["alderwick_apr/t"])  # closes on the as-of day


def lookalikes_of(desk: Desk, of: dict[str, Payment]) -> None:
    lookalikes.charge_below_fee(desk, of["nc_oct/t"], "medicare_b", "durham_pt")
    lookalikes.charge_below_fee(desk, of["summer_aug/t"], "summerfield_ppo", "durham_ot")
    lookalikes.quality_program(desk, of["ca_aug/p"], "pasadena_pt", "4")
    lookalikes.quality_program(desk, of["fl_oct/p"], "hialeah_pt", "-1.5")
    lookalikes.reductions_shown(desk, of["nc_dec/t"], "medicare_b", "durham_pt")
    lookalikes.reductions_shown(desk, of["juniper_oct/p"], "juniper_advantage", "hialeah_pt")
    lookalikes.two_claims_one_day(desk, of["nc_sep/t"])
    lookalikes.withheld(desk, of["orchard_oct/t"], "durham_ot")
    lookalikes.withheld(desk, of["orchard_nov/p"], "pasadena_dc")
    lookalikes.prepaid(desk, of["orchard_apr/p"], "hialeah_pt")
    lookalikes.prepaid(desk, of["orchard_nov/t"], "durham_pt")
    lookalikes.bundled(desk, of["orchard_aug_a/t"])
    lookalikes.secondary(desk, of["summer_may_b/p"], "hialeah_pt", zero=False)
    lookalikes.secondary(desk, of["summer_nov/p"], "pasadena_pt", zero=True)
    lookalikes.crossed_over(desk, of["nc_oct/t"])
    lookalikes.not_ours(desk, of["juniper_sep/p"])
    lookalikes.estimate(desk, of["summer_aug/t"])
    lookalikes.recoded(desk, of["summer_nov/p"])
    lookalikes.units_unsaid(desk, of["basalt_aug/p"])
    lookalikes.day_of_the_claim(desk, of["basalt_oct/p"])
    lookalikes.two_therapists(desk, of["summer_may_b/p"])
    lookalikes.deductible_of_the_claim(desk, of["summer_feb/t"])
    lookalikes.no_rate(desk, of["summer_nov/p"])
    lookalikes.unlisted(desk, of["orchard_nov/p"])
    lookalikes.misfiled(desk, of["orchard_oct/t"])
    lookalikes.last_day_of_old_rates(desk, of["summer_aug/p"])
    lookalikes.charge_reported(desk, of["summer_feb/t"])
    lookalikes.paid_above(desk, of["basalt_oct/p"])
    lookalikes.with_interest(desk, of["summer_sep/p"])


def remits(
    desk: Desk, arrivals: Sequence[Arrival] = ARRIVALS, planting: Callable[[Desk, dict[str, Payment]], None] = plant
) -> list[Remit]:
    """All files, in the order of their names."""
    found: list[Remit] = []
    of: dict[str, Payment] = {}
    for arrival in arrivals:
        payments = [open_payment(desk, arrival, practice) for practice in arrival.practices]
        for payment in payments:
            of[f"{arrival.key}/{payment.practice.key[0]}"] = payment
            fill(desk, payment, arrival.count, arrival.agreements, arrival.habit, Dice(f"2026 {payment.trace}"))
        suffix = {"": ".835", "zip": ".zip", "gz": ".835.gz"}[arrival.wrapper]
        name = f"{payments[0].remitted:%Y%m%d}_{arrival.payer}{suffix}"
        found.append(Remit(name, "loaded", payments, newline=arrival.newline, wrapper=arrival.wrapper))
    planting(desk, of)
    money.adjust(of)
    found = money.split(found, of["ca_oct/p"])
    return sorted(found + money.unwelcome(desk, found), key=lambda remit: remit.name)
