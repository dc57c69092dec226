"""Other deadlines than the agreement's: levels of appeal by law, recoupment after a demand, assumed windows."""

from datetime import date

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, STRANGER, Judged, Night
from warehouse.queries import explain, open_published

night = Night("MED", "PPO", "AET", "BIG")
night.agree(
    "no_window",
    'payer_names = ["STRANGER CASUALTY"]',
    'method = "percent_of_charge"\npercent = "50"\nmppr = "none"\nlesser_of = "none"',
)
# the agreement says nothing about its window
text = night.agreements["no_window.toml"]
start = text.index("[dispute_window]")
night.agreements["no_window.toml"] = (text[:start] + text[text.index("[[terms]]") :]).replace(
    '"Written for a trap"', '"Aetna Choice"'
)
night.receives(
    remittance(MEDICARE, claim("MED", "MED", [line("97140:GP", "60", "20")])),
    remittance(MEDICARE, claim("BIG", "BIG", [line("97140:GP", "900", "30", units="12")])),
    # taken back and decided again; the money stays for now, and will be taken after the demand
    remittance(MEDICARE, claim("REC", "REC", [line("97530:GP", "80", "60", served="20260901")]), day="20260907"),
    remittance(MEDICARE, claim("REC", "REC", [line("97530:GP", "-80", "-60", served="20260901")], status="22"),
               claim("REC", "REC", [line("97530:GP", "80", "33.61", served="20260901")]),
               foot=["PLB*2900100019*20261231*WO:REC*-26.39"], day="20260921"),
    remittance(PPO, claim("PPO", "PPO", [line("97110", "60", "20")])),
    remittance(STRANGER, claim("AET", "AET", [line("97110", "60", "20")])),
)  # fmt: skip


def test_levels_of_appeal_are_those_of_medicare_only(judged: Judged) -> None:
    rows = judged.ask(
        "select patient_control_number, level, deadline, days_left from appeal_level "
        "where patient_control_number <> 'BIG' order by place"
    )
    assert rows == [
        ("MED", "reopening", date(2027, 10, 12), 330),
        ("MED", "redetermination", date(2027, 2, 16), 92),  # Sunday, and Monday is Washington's Birthday
        ("MED", "reconsideration", None, None),
    ]


def test_a_hearing_is_offered_from_the_amount_in_controversy_of_the_year(judged: Judged) -> None:
    """200.00 in 2026 for a hearing and the council after it, 1,960.00 for a court."""
    assert 200 < float(judged.disputed()["BIG"]) < 1960
    rows = judged.ask("select level from appeal_level where patient_control_number = 'BIG' order by place")
    assert [level for (level,) in rows] == ["reopening", "redetermination", "reconsideration", "hearing", "council"]


def test_the_explanation_lists_them(judged: Judged) -> None:
    with open_published(judged.space.data) as con:
        [answer] = explain(con, "MED")
        [other] = explain(con, "PPO")
    assert [level["level"] for level in answer.appeals] == [
        "reopening",
        "redetermination",
        "reconsideration",
    ]
    assert other.appeals == ()


def test_recoupment_is_counted_from_the_remittance_that_deferred_it(judged: Judged) -> None:
    rows = judged.ask("select demanded_on, stay_until, recoupment_begins_on from recoupment where reference = 'REC'")
    assert rows == [(date(2026, 9, 21), date(2026, 10, 21), date(2026, 11, 1))]


def test_an_agreement_without_a_window_takes_the_published_one_and_says_so(judged: Judged) -> None:
    query = (
        "select patient_control_number, window_is_assumed, deadline, deadline_sentence from dispute_queue "
        "where patient_control_number <> 'BIG'"
    )
    found = {str(row[0]): row[1:] for row in judged.ask(query)}
    assert {account: row[0] for account, row in found.items()} == {"MED": False, "PPO": False, "AET": True}
    assert found["AET"][1] == date(2027, 4, 10)
    assert "This window is assumed: no agreement on file grants it." in str(found["AET"][2])


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short
