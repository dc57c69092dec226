"""Traps of the wrong terms: another contract, year, place, credential or method than the one in force."""

from tests.warehouse.tiny import TWO_SITES, claim, line, remittance
from tests.warehouse.trapped import CAP, HMO, MEDICARE, PPO, SHARE, STRANGER, UNITS, VISIT, Judged, Night

night = Night("36C", "38B", "39C", "40D", "44C", "45B", "46B", "61B")
TIERS = 'method = "medicare"\nyear = "year_of_service"\nlocality = "site"\nmppr = "none"\nlesser_of = "none"\n'
night.agree(
    "trap_tiers",
    'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["12"]',
    TIERS + 'percent = "100"\ncredential_percent = { OT = "90" }',
)
# what a practice that does not participate is allowed: 95 percent, 42 CFR 414.20
night.agree(
    "trap_nonpar",
    'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["MB"]',
    TIERS + 'percent = "95"',
    'permitted_deductions = ["253"]',
)


@night.receives(
    remittance(PPO, claim("36A", "36A", [line("97110", "60", "33.10", served="20260630"),
                                         line("97110", "60", "34.59", served="20260701")]),
               claim("36B", "36B", [line("97110", "60", "33.10", served="20251231")]),
               claim("36C", "36C", [line("97110", "60", "33.10", served="20260701")])),
    remittance(MEDICARE, claim("36D", "36D", [line("97140:GP", "60", "26.11", served="20251230")]),
               claim("36E", "36E", [line("97140:GP", "60", "26.73", served="20260102")]), trace="T36D"),
)  # fmt: skip
def test_trap_36_rates_by_the_day_of_service_across_years(judged: Judged) -> None:
    assert judged.lines("36A") == ["priced_ok 33.10 33.10", "priced_ok 34.59 34.59"]
    assert judged.lines("36B") == ["priced_ok 33.10 33.10"]
    assert judged.lines("36C") == ["priced_short 34.59 33.10"]
    assert judged.lines("36D") == ["priced_ok 26.11 26.11"]
    assert judged.lines("36E") == ["priced_ok 26.73 26.73"]


@night.receives(
    remittance(HMO, claim("37A", "37A", [line("97110", "60", "27.85")]),
               claim("37B", "37B", [line("97110", "60", "35.90")], filing="12"),
               claim("37C", "37C", [line("97110", "60", "27.85")], filing="12", more=["REF*CE*CORE HMO"]),
               claim("37D", "37D", [line("97110", "60", "20")], filing="13")),
)  # fmt: skip
def test_trap_37_product_of_the_claim_not_the_payer_alone(judged: Judged) -> None:
    assert judged.lines("37A") == judged.lines("37C") == ["priced_ok 27.85 27.85"]
    assert judged.states("37B") == ["priced_ok"]
    assert judged.states("37D") == ["unmapped_contract"]


@night.receives(
    remittance("state_plan", claim("38A", "38A", [line("97110", "60", "20", "CO*131*40")], more=["REF*9A*NETWORK 7"])),
    # our own contract with the payer counts, not the network that it rented
    remittance(PPO, claim("38B", "38B", [line("97110", "60", "20", "CO*131*40")], more=["REF*9A*NETWORK 7"])),
)
def test_trap_38_price_of_a_rented_network(judged: Judged) -> None:
    assert judged.states("38A") == ["unmapped_contract"]
    assert judged.lines("38B") == ["priced_short 34.59 20.00"]


@night.receives(
    remittance(STRANGER, claim("39A", "39A", [line("97140", "60", "26.73")]),
               claim("39B", "39B", [line("97140", "60", "24.06", "CO*172*2.67")], provider="2000001026"),
               claim("39C", "39C", [line("97140", "60", "22.72", "CO*172*4.01")], provider="2000001026")),
)  # fmt: skip
def test_trap_39_tier_of_the_credential(judged: Judged) -> None:
    assert judged.lines("39A") == ["priced_ok 26.73 26.73"]
    assert judged.lines("39B") == ["priced_ok 24.06 24.06"]
    assert judged.lines("39C") == ["priced_short 24.06 22.72"]


@night.receives(
    remittance(MEDICARE, claim("40A", "40A", [line("97140:GP", "60", "30.58")], provider="2000001034"),
               claim("40B", "40B", [line("97140:GP", "60", "28.77")], provider="2000001059"), payee=TWO_SITES),
    remittance(MEDICARE, claim("40C", "40C", [line("99203", "250", "68.70")], place="22"),
               claim("40D", "40D", [line("99203", "250", "68.70")]), trace="T40C"),
)  # fmt: skip
def test_trap_40_place_of_the_service_not_of_the_payment(judged: Judged) -> None:
    assert judged.lines("40A") == ["priced_ok 30.58 30.58"]
    assert judged.lines("40B") == ["priced_ok 28.77 28.77"]
    assert judged.lines("40C") == ["priced_ok 68.70 68.70"]
    assert judged.states("40D") == ["priced_short"]


@night.receives(
    remittance(VISIT, claim("44A", "44A", [line("97110", "120", "94", units="2"), line("97140", "60", "0"),
                                           line("97530", "80", "0", "CO*97*80")]),
               claim("44B", "44B", [line("97110", "60", "40"), line("97140", "60", "54")]),
               claim("44C", "44C", [line("97110", "60", "40"), line("97140", "60", "50")])),
)  # fmt: skip
def test_trap_44_visit_is_paid_once_on_any_line(judged: Judged) -> None:
    assert judged.states("44A") == ["visit_priced"] * 3
    assert judged.ask(
        "select patient_control_number, state, variance::varchar from visit_review "
        "where patient_control_number like '44%' order by 1"
    ) == [("44A", "priced_ok", "0.00"), ("44B", "priced_ok", "0.00"), ("44C", "priced_short", "4.00")]


@night.receives(
    remittance(CAP, claim("45A", "45A", [line("97530", "160", "74.04", units="2"), line("97110", "120", "37.96",
                                                                                       units="2")]),
               claim("45B", "45B", [line("97530", "160", "74.04", units="2"), line("97110", "120", "30", units="2")])),
    remittance(UNITS, claim("45C", "45C", [line("97110", "300", "117.84", units="5"), line("97140", "60", "0")])),
)  # fmt: skip
def test_trap_45_cap_of_the_day_in_dollars_or_units(judged: Judged) -> None:
    assert judged.ask(
        "select patient_control_number, expected_allowed::varchar, state from visit_review "
        "where patient_control_number like '45%' order by 1"
    ) == [("45A", "112.00", "priced_ok"), ("45B", "112.00", "priced_short")]
    assert judged.lines("45C") == ["priced_ok 117.84 117.84", "priced_ok 0.00 0.00"]


@night.receives(
    remittance(
        SHARE, claim("46A", "46A", [line("97110", "60", "48")]), claim("46B", "46B", [line("97110", "60", "40")])
    ),
)
def test_trap_46_percent_of_the_charge(judged: Judged) -> None:
    assert judged.lines("46A") == ["priced_ok 48.00 48.00"]
    assert judged.lines("46B") == ["priced_short 48.00 40.00"]


@night.receives(
    remittance(PPO, claim("58A", "58A", [line("97110", "60", "20")]), head=["CUR*PR*CAD"]),
)
def test_trap_58_dollars_of_another_country(judged: Judged) -> None:
    assert judged.states("58A") == ["no_rate"]


@night.receives(remittance(PPO, claim("59A", "59A", [line("97110", "60", "20")]), usage="T"))
def test_trap_59_test_transaction_is_never_posted(judged: Judged) -> None:
    assert judged.lines("59A") == []
    assert judged.ask("select count(*) from payment_balance where state = 'test'") == [(1,)]


@night.receives(
    remittance(STRANGER, claim("61A", "61A", [line("97140:GP", "60", "19.90", "PR*2*5.08", "CO*253*.41")], filing="MB"),
               claim("61B", "61B", [line("97140:GP", "60", "18.90", "PR*2*5.08", "CO*253*.41")], filing="MB")),
)  # fmt: skip
def test_trap_61_practice_that_does_not_participate_in_medicare(judged: Judged) -> None:
    assert judged.lines("61A") == ["priced_ok 25.39 25.39"]
    assert judged.lines("61B") == ["priced_short 25.39 24.39"]


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short
