"""Visits and claims that are judged as a whole, and lines that are judged alone: one night over small cases.

Willowbrook pays 94.00 a visit, 126.00 with an evaluation, and here 30.00 for 98940 apart; Summerfield (97110 34.59,
97140 32.81, 97530 43.47) compares prices and charges by the claim, and so does Alderwick (97110 29.46, 97140 27.95),
which pays four timed units a day; Quarrytown pays 80 % of the charge up to 112.00.
"""

import pytest

from contracts.unpriced_reasons import REFUSALS
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from warehouse.queries import open_published

CLAIM, UNITS, VISIT, CAP, MEDICARE = (
    "summerfield_ppo", "alderwick_units", "willow_visit", "quarry_comp", "medicare_b",
)  # fmt: skip
CARVE_OUT = '\n[[terms.carve_out]]\ncodes = ["98940"]\nmethod = "fixed_fee"\namount = "30.00"\n'


def on(day: str, segments: list[str]) -> list[str]:
    return [f"DTM*472*{day}" if segment.startswith("DTM") else segment for segment in segments]


def spanning(segments: list[str]) -> list[str]:
    head, _, *rest = segments
    return [head, "DTM*150*20261005", "DTM*151*20261009", *rest]


# account: (agreement, lines), each claim in a remittance of its own
CLAIMS = {
    "RAISED": (CLAIM, [line("97110", "30", "30"), line("97140", "60", "32.81")]),
    "CHARGED": (CLAIM, [line("97110", "30", "34.59", "OA*94*-4.59"), line("97530", "40", "35.41")]),
    "DENIED": (CLAIM, [line("97110", "60", "34.59"), line("97140", "60", "0", "CO*50*60")]),
    "DAYS": (CLAIM, [line("97110", "30", "30"), on("20261006", line("97110", "60", "34.59"))]),
    "FIVEUNITS": (UNITS, [line("97110", "90", "88.38", units="3"), line("97140", "90", "27.95", units="2")]),
    "TWODAYS": (UNITS, [line("97110", "60", "29.46"), on("20261006", line("97140", "60", "20"))]),
    "VISITDENIED": (VISIT, [line("97110", "120", "94"), line("97140", "60", "0", "CO*50*60")]),
    "NOEVAL": (VISIT, [line("97110", "120", "94"), line("97161", "160", "0", "CO*197*160")]),
    "CUT": (VISIT, [line("97110", "120", "94"), line("97140", "60", "0")]),
    "BUNDLEDEVAL": (VISIT, [line("97110", "120", "94"), line("97161", "160", "0", "CO*97*160")]),
    "APARTDENIED": (VISIT, [line("97110", "120", "94"), line("98940", "60", "0", "CO*50*60")]),
    "APARTSHORT": (VISIT, [line("97110", "120", "94"), line("98940", "60", "20")]),
    "APARTBUNDLED": (VISIT, [line("97110", "120", "94"), line("98940", "60", "0", "CO*97*60")]),
    "SPAN": (VISIT, [spanning(line("97110", "360", "94"))]),
    "NEXTDAY": (VISIT, [line("97110", "120", "94"), on("20261006", line("97140", "60", "0", "CO*97*60"))]),
    "CAPBUNDLED": (CAP, [line("97110", "60", "48"), line("97140", "60", "0", "CO*97*60")]),
    "CAPDENIED": (CAP, [line("97110", "60", "48"), line("97140", "60", "0", "CO*50*60")]),
    "CAPPED": (CAP, [line("97110", "120", "112"), line("97140", "60", "0", "CO*97*60")]),
    "JOINED": (MEDICARE, [
        line("97530", "20", "26.89", "OA*94*-40", "PR*2*6.72", more="*HC:97110"),
        line("97530", "40", "0", "CO*97*40", units="0", more="*HC:97140")]),
    "APART": (MEDICARE, [
        line("97110", "90", "22.42", "PR*2*5.60", more="*HC:97799"),
        line("98941", "0", "20", "OA*94*-20", more="*HC:97799")]),
}  # fmt: skip

# account: state of each line, and state, expected and actual amount of the whole
EXPECTED = {
    "RAISED": (["visit_priced"] * 2, ("priced_short", "67.40", "62.81")),
    "CHARGED": (["visit_priced"] * 2, ("priced_ok", "70.00", "70.00")),
    "DENIED": (["visit_priced", "denied_appealable"], ("priced_ok", "34.59", "34.59")),
    "DAYS": (["visit_priced"] * 2, ("priced_short", "69.18", "64.59")),
    "FIVEUNITS": (["visit_priced"] * 2, ("priced_ok", "116.33", "116.33")),
    "TWODAYS": (["visit_priced", "no_rate"], ("priced_ok", "29.46", "29.46"), ("no_rate", None, "20.00")),
    "VISITDENIED": (["visit_priced", "denied_appealable"], ("priced_ok", "94.00", "94.00")),
    "NOEVAL": (["visit_priced", "denied_appealable"], ("priced_ok", "94.00", "94.00")),
    "CUT": (["visit_priced"] * 2, ("priced_ok", "94.00", "94.00")),
    "BUNDLEDEVAL": (["visit_priced"] * 2, ("priced_short", "126.00", "94.00")),
    "APARTDENIED": (["visit_priced", "denied_appealable"], ("priced_ok", "94.00", "94.00")),
    "APARTSHORT": (["visit_priced", "priced_short"], ("priced_ok", "94.00", "94.00")),
    "APARTBUNDLED": (["visit_priced", "bundled"], ("priced_ok", "94.00", "94.00")),
    "SPAN": (["no_rate"], ("no_rate", None, "94.00")),
    "NEXTDAY": (["visit_priced", "bundled"], ("priced_ok", "94.00", "94.00")),
    "CAPBUNDLED": (["no_rate"] * 2, ("no_rate", None, "48.00")),
    "CAPDENIED": (["visit_priced", "denied_appealable"], ("priced_ok", "48.00", "48.00")),
    "CAPPED": (["visit_priced"] * 2, ("priced_ok", "112.00", "112.00")),
    "JOINED": (["priced_ok", "bundled"], None),
    "APART": (["priced_ok", "no_rate"], None),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = new_workspace(tmp_path_factory.mktemp("together") / "workspace")
    changes = {
        CLAIM: lambda text: text.replace('lesser_of = "line"', 'lesser_of = "claim"'),
        UNITS: lambda text: text.replace('lesser_of = "none"', 'lesser_of = "claim"'),
        VISIT: lambda text: text + CARVE_OUT,
        CAP: lambda text: text.replace('percent = "80"', 'percent = "80"\nvisit_cap = "112.00"'),
    }
    for agreement, change in changes.items():
        path = space.root / "agreements" / f"{agreement}.toml"
        changed = change(path.read_text("utf-8"))
        assert changed != path.read_text("utf-8")
        path.write_text(changed, "utf-8")
    for account, (agreement, lines) in CLAIMS.items():
        (space.inbox / f"{account}.835").write_bytes(remittance(agreement, claim(account, account, lines)))
    spend_night(space.root, AS_OF)
    return space


@pytest.mark.parametrize("account", EXPECTED)
def test_what_is_judged_together(account: str, judged: Workspace) -> None:
    states, *wholes = EXPECTED[account]
    with open_published(judged.data) as con:
        found = con.execute(
            "select state, reason_code, reason from line_review where patient_control_number = ? order by line_id",
            [account],
        ).fetchall()
        visits = con.execute(
            "select state, expected_allowed::varchar, actual_allowed::varchar from visit_review "
            "where patient_control_number = ? order by service_date",
            [account],
        ).fetchall()
    assert [state for state, _, _ in found] == states
    assert visits == [whole for whole in wholes if whole is not None]


def test_what_is_not_judged_says_why(judged: Workspace) -> None:
    with open_published(judged.data) as con:
        reasons = dict(
            con.execute(
                "select patient_control_number, reason_code from line_review where state = 'no_rate' order by line_id"
            ).fetchall()
        )
    assert set(reasons.values()) <= REFUSALS.keys()
    assert reasons == {
        "SPAN": "span_of_days",
        "CAPBUNDLED": "visit_incomplete",
        "TWODAYS": "visit_incomplete",
        "APART": "no_charge",
    }


def test_a_claim_that_is_short_is_disputed_with_its_own_words(judged: Workspace) -> None:
    with open_published(judged.data) as con:
        [(shortfall, cause)] = con.execute(
            "select shortfall::varchar, cause from dispute_queue where patient_control_number = 'RAISED'"
        ).fetchall()
        [(text,)] = con.execute(
            "select text from expectation_step as s inner join visit_review as v on s.situation_id = v.situation_id "
            "where v.patient_control_number = 'RAISED' and s.line_in_situation = 0"
        ).fetchall()
    assert (shortfall, cause) == ("4.59", "unexplained_short")
    prices, charges = text.split("; ")
    assert prices == "prices 97110 34.59 + 97140 32.81 = 67.40"
    assert charges == "charges 30.00 + 60.00 = 90.00, no less than the prices: 67.40 is owed"


def test_every_line_of_the_night_is_in_one_state(judged: Workspace) -> None:
    with open_published(judged.data) as con:
        [(lines,)] = con.execute("select count(*) from line_review").fetchall()
    assert lines == sum(len(lines) for _, lines in CLAIMS.values())
