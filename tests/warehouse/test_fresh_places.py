"""Medicare as law, places and days: situations in which several of their rules meet.

The answers come from law, contract and X12, and were written down before anyone had read the rules.
"""

from tests.warehouse.moved_office import MOVED, MovedNight, due, of_stranger, over, part_b, short
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import HMO, MEDICARE, PPO, STRANGER, Judged

MEDICARE_PART_B = """
id = "plain_part_b"
name = "Part B"
[applies_to]
payer_names = ["STRANGER CASUALTY"]
claim_filing_codes = ["MB"]
[[terms]]
effective_from = 2025-01-01
source = "42 CFR 414"
method = "medicare"
percent = "100"
year = "year_of_service"
locality = "site"
mppr = "medicare"
lesser_of = "line"
participation = "non_participating"
"""
FEES = 'method = "fee_schedule"\nschedule = "alderwick_units.csv"\nlesser_of = "line"\n'
PERCENT = 'method = "medicare"\npercent = "100"\nyear = "year_of_service"\nlesser_of = "line"\nmppr = "medicare"\n'
RAISED = 'escalator = { steps = [{ on = 2026-07-01, percent = "3" }], compounding = true }'

night = MovedNight()
night.agreements["plain_part_b.toml"] = MEDICARE_PART_B
night.agree("raised", of_stranger("13"), FEES + RAISED)
night.agree("dated", of_stranger("14"), FEES.replace("alderwick_units", "dated"))
night.agree("national", of_stranger("15"), PERCENT + 'locality = "national"')
night.agree("advantage", of_stranger("16"), PERCENT + 'locality = "site"')


@night.receives(
    remittance(STRANGER, claim("4A", "N4A", [line(
        "97140:GP", "29.20", "0", "PR*45*3.81", "PR*1*10", "PR*2*3.08", "CO*253*0.25", "OA*100*12.06")], filing="MB")),
)  # fmt: skip
def test_an_unassigned_claim_is_priced_by_what_the_patient_was_paid(judged: Judged) -> None:
    assert judged.lines("4A") == ["priced_ok 25.39 25.39"]
    assert short(judged, "4A") == {}


@night.receives(
    remittance(STRANGER,
               claim("4B1", "N4B1", [line("97140:GP:CQ", "60", "22.72")], filing="16"),
               claim("4B2", "N4B2", [line("97140:GP:CQ", "60", "23.52")], filing="16"),
               claim("4B3", "N4B3", [line("97110:GP", "60", "25.02")], filing="16")),
)  # fmt: skip
def test_an_advantage_plan_silent_on_assistants_is_asked_and_short_elsewhere(judged: Judged) -> None:
    assert short(judged, "4B1", "4B2", "4B3") == {"4B3": "3.00"}
    assert over(judged, "4B1", "4B2", "4B3") == {}
    [(causes, lines)] = judged.ask(
        "select list(distinct cause), sum(line_count)::integer from setup_question where agreement = 'advantage'"
    )
    assert (causes, lines) == (["assistant_cut_not_in_contract"], 2)


# places and days


@night.receives(
    remittance(MEDICARE,
               claim("5A1", "N5A1", [part_b("97140:GP", "26.73", served="20260331"),
                                     part_b("97140:GP", "28.77", served="20260401")], provider=MOVED),
               claim("5A2", "N5A2", [part_b("97140:GP", "26.73", served="20260401")], provider=MOVED),
               claim("5A3", "N5A3", [part_b("97140:GP", "55.50", charge="120", units="2",
                                            served="150*20260331 151*20260401")], provider=MOVED)),
)  # fmt: skip
def test_a_clinic_that_moved_prices_each_line_where_it_was_and_none_that_spans_the_move(judged: Judged) -> None:
    assert judged.lines("5A1") == ["priced_ok 26.73 26.73", "priced_ok 28.77 28.77"]
    assert judged.lines("5A2") == ["priced_short 28.77 26.73"]
    assert due(judged, "5A2") == ["2027-02-16"]
    assert judged.lines("5A3") == ["no_rate - 55.50"]


@night.receives(
    remittance(MEDICARE, claim("5B1", "N5B1", [part_b("97140:GP", "24.00")], place="12"),
               claim("5B2", "N5B2", [part_b("97140:GP", "28.77")], place="12", provider=MOVED)),
    remittance(PPO, claim("5B3", "N5B3", [line("97110", "60", "30.00")], place="12")),
    remittance(STRANGER, claim("5B4", "N5B4", [line("97140:GP", "60", "25.00")], place="12", filing="15")),
)  # fmt: skip
def test_a_visit_at_home_is_refused_only_where_the_price_depends_on_where_the_home_is(judged: Judged) -> None:
    assert judged.lines("5B1") == ["no_rate - 24.00"]
    assert judged.lines("5B2") == ["priced_ok 28.77 28.77"]
    assert judged.lines("5B3") == ["priced_short 34.59 30.00"]
    assert judged.lines("5B4") == ["priced_short 27.72 25.00"]


def span(account: str, code: str, first: str, last: str, paid: str, units: str, filing: str) -> tuple[str, list[str]]:
    days = f"150*2026{first} 151*2026{last}"
    return claim(account, f"N{account}", [line(code, "240", paid, units=units, served=days)], filing=filing)


@night.receives(
    remittance(STRANGER,
               span("5C1", "97110", "0629", "0702", "117.84", "4", "13"),
               span("5C2", "97110", "0629", "0630", "58.92", "2", "13"),
               span("5C3", "97110", "0701", "0702", "58.92", "2", "13"),
               span("5C4", "97110", "0630", "0701", "56.00", "2", "14")),
    remittance(HMO, span("5C5", "97110", "0630", "0701", "55.70", "2", "HM")),
)  # fmt: skip
def test_a_span_is_refused_only_where_its_own_price_changes_within_it(judged: Judged) -> None:
    assert judged.lines("5C1") == ["no_rate - 117.84"]
    assert judged.lines("5C2") == ["priced_ok 58.92 58.92"]
    assert judged.lines("5C3") == ["priced_short 60.68 58.92"]
    assert judged.lines("5C4") == ["no_rate - 56.00"]
    assert judged.lines("5C5") == ["priced_ok 55.70 55.70"]
