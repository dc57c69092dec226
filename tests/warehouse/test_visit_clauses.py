"""Visits as contracts divide and count them: by provider and discipline, by benefit year and by episode."""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import STRANGER, Judged, Night

EPISODE, PROVIDERS, BENEFIT_YEAR, DISCIPLINES = "12", "13", "14", "15"
night = Night("E4", "P2", "B2", "D2")


def agree(name: str, filing_code: str, terms: str) -> None:
    night.agree(name, f'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["{filing_code}"]', terms)


agree(
    "case_rate",
    EPISODE,
    'method = "visit_rate"\n'
    'visit_rate = { follow_up = "300.00", count_visits = "episode", episode_days = 30,'
    ' tiers = [{ from_visit = 2, amount = "0.00" }] }',
)
agree("by_provider", PROVIDERS, 'method = "visit_rate"\nvisit_per = "provider"\nvisit_rate = { follow_up = "50.00" }')
agree(
    "benefit_year",
    BENEFIT_YEAR,
    'method = "visit_rate"\n'
    'visit_rate = { follow_up = "90.00", count_visits = "benefit_year", benefit_year_begins = "10-01",'
    ' tiers = [{ from_visit = 2, amount = "70.00" }] }',
)
agree(
    "by_discipline",
    DISCIPLINES,
    'method = "visit_rate"\nlesser_of = "visit"\nvisit_per = "discipline"\nvisit_rate = { follow_up = "80.00" }\n'
    '[terms.visit_rate_for.OT]\nfollow_up = "65.00"',
)


def visits(judged: Judged, *accounts: str) -> list[str]:
    rows = judged.ask(
        "select patient_control_number, state, expected_allowed::varchar, actual_allowed::varchar from visit_review "
        "where patient_control_number in (select unnest(?)) order by service_date, patient_control_number",
        list(accounts),
    )
    return [" ".join(map(str, row)) for row in rows]


@night.receives(
    remittance(STRANGER, *(
        claim(account, account, [line("97110", "400", paid, served=day)], member="EPISODES", filing=EPISODE)
        for account, paid, day in (("E1", "300", "20260801"), ("E2", "0", "20260810"), ("E3", "0", "20260830"),
                                   ("E4", "0", "20260901"), ("E5", "0", "20260905"))
    ))
)  # fmt: skip
def test_a_case_rate_is_owed_once_for_the_visits_of_an_episode(judged: Judged) -> None:
    assert visits(judged, "E1", "E4") == [
        "E1 priced_ok 300.00 300.00",
        # 31 days after the first visit another episode begins
        "E4 priced_short 300.00 0.00",
    ]
    assert [state for account in ("E2", "E3", "E5") for state in judged.states(account)] == ["visit_priced"] * 3
    assert visits(judged, "E2", "E3", "E5") == [
        "E2 priced_ok 0.00 0.00",
        "E3 priced_ok 0.00 0.00",
        "E5 priced_ok 0.00 0.00",
    ]


@night.receives(
    remittance(STRANGER,
               claim("P1", "P1", [line("97110", "60", "50"), line("97140", "60", "0")], filing=PROVIDERS),
               claim("P2", "P2A", [line("97110", "60", "50")], filing=PROVIDERS, member="TWO"),
               claim("P2", "P2B", [line("97530", "60", "30")], filing=PROVIDERS, member="TWO", provider="2000001026"))
)  # fmt: skip
def test_two_providers_of_a_day_are_two_visits(judged: Judged) -> None:
    assert visits(judged, "P1") == ["P1 priced_ok 50.00 50.00"]
    assert visits(judged, "P2") == ["P2 priced_short 100.00 80.00"]


@night.receives(
    remittance(STRANGER, *(
        claim(account, account, [line("97110", "120", paid, served=day)], member="YEAR", filing=BENEFIT_YEAR)
        for account, paid, day in (("B0", "90", "20260929"), ("B1", "90", "20261001"), ("B2", "60", "20261002"))
    ))
)  # fmt: skip
def test_visits_are_counted_anew_in_each_benefit_year(judged: Judged) -> None:
    assert visits(judged, "B0", "B1", "B2") == [
        "B0 priced_ok 90.00 90.00",
        "B1 priced_ok 90.00 90.00",
        "B2 priced_short 70.00 60.00",
    ]


@night.receives(
    remittance(STRANGER,
               claim("D1", "D1", [line("97110:GP", "90", "80"), line("97530:GO", "60", "60")], filing=DISCIPLINES),
               claim("D2", "D2", [line("97110:GP", "90", "80"), line("97530:GO", "90", "0")], filing=DISCIPLINES),
               claim("D3", "D3", [line("97110:GP", "45", "45"), line("97140:GP", "30", "30")], filing=DISCIPLINES))
)  # fmt: skip
def test_two_disciplines_of_a_day_are_two_visits_each_up_to_its_charges(judged: Judged) -> None:
    assert visits(judged, "D1") == ["D1 priced_ok 140.00 140.00"]
    assert visits(judged, "D2") == ["D2 priced_short 145.00 80.00"]
    assert visits(judged, "D3") == ["D3 priced_ok 75.00 75.00"]
