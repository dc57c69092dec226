"""Medicare publishes two conversion factors from 2026 on: which one holds is a fact of the clinician, or not known."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import AGREEMENT, STRANGER, Judged, Night, deliver

OF_MEDICARE = """method = "medicare"
percent = "100"
year = "year_of_service"
locality = "site"
mppr = "medicare"
lesser_of = "line"
"""
STATED = OF_MEDICARE + 'conversion_factor = "standard"'
BY_CODE = 'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["{}"]'
night = Night("SHORT", "ONESHORT")
night.agree("part_b", BY_CODE.format("MB"), OF_MEDICARE)
night.agree("silent_plan", BY_CODE.format("16"), OF_MEDICARE)
night.agree("stated_plan", BY_CODE.format("HN"), STATED)
# 97110 in Durham, 2026: 28.02 at 33.4009 and 28.16 at 33.5675; 97140: 26.73 and 26.86; 20.65 and 20.75 reduced
PAID = {
    # (filing code, dollars allowed, further lines, state of each line)
    "LOWER": ("MB", "28.02", "priced_ok 28.02 28.02"),
    "HIGHER": ("MB", "28.16", "priced_ok 28.16 28.16"),
    "BETWEEN": ("MB", "28.09", "priced_ok 28.02 28.09"),
    # beyond the higher factor too
    "BEYOND": ("MB", "29.00", "priced_over 28.02 29.00"),
    # below the lower one, and only that
    "SHORT": ("MB", "27.00", "priced_short 28.02 27.00"),
    # a contract that names no factor leaves it as open as Medicare does; one that names it does not
    "SILENT": ("16", "28.16", "priced_ok 28.16 28.16"),
    "STATED": ("HN", "28.16", "priced_over 28.02 28.16"),
}


@night.receives(
    *[
        remittance(STRANGER, claim(account, account, [line("97110:GP", "82", allowed)], filing=filing))
        for account, (filing, allowed, _) in PAID.items()
    ],
    # in 2025 there was one factor
    remittance(STRANGER, claim("BEFORE", "BEFORE", [line("97140:GP", "82", "27.50", served="20251103")], filing="MB")),
)
@pytest.mark.parametrize("account", PAID)
def test_the_other_published_factor_is_no_overpayment(account: str, judged: Judged) -> None:
    assert judged.lines(account) == [PAID[account][2]]


def test_before_2026_there_is_no_other_factor(judged: Judged) -> None:
    assert judged.states("BEFORE") == ["priced_over"]


@night.receives(
    # the full unit on the line that the rule puts first, or on the other one, at the higher factor
    remittance(STRANGER, claim("DAY", "DAY", [line("97110:GP", "82", "28.16"), line("97140:GP", "60", "20.75")],
                               filing="MB"),
               claim("EQUAL", "EQUAL", [line("97110:GP", "82", "21.74"), line("97116:GP", "82", "28.16")], filing="MB"),
               # one line right at the higher factor and one short: the day is short 5.51 of the lower one
               claim("ONESHORT", "ONESHORT", [line("97110:GP", "82", "28.16"), line("97140:GP", "60", "15")],
                     filing="MB")),
)  # fmt: skip
def test_a_day_at_the_higher_factor_is_right_as_a_day(judged: Judged) -> None:
    assert judged.states("DAY") == ["priced_ok", "priced_ok"]
    assert judged.states("EQUAL") == ["priced_ok", "priced_ok"]
    assert judged.lines("ONESHORT") == ["priced_ok 28.16 28.16", "priced_short 20.51 15.00"]


def test_nothing_but_the_real_overpayments_is_listed(judged: Judged) -> None:
    rows = judged.ask("select patient_control_number, over_amount from overpayment order by 1")
    assert rows[1:] == [("BEYOND", Decimal("0.98")), ("STATED", Decimal("0.14"))]
    assert rows[0][0] == "BEFORE"
    said = dict(judged.ask("select patient_control_number, reason from line_review where state = 'priced_over'"))
    assert str(said["BEYOND"]).endswith("qualifying APM participants it would be 28.16.")
    assert said["STATED"] is None


def test_a_known_participant_is_owed_the_higher_factor(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    settings = space.root / "shortpay.toml"
    text = settings.read_text()
    settings.write_text(text.replace('npi = "2000001018"', 'npi = "2000001018"\nqualifying_apm = [2026]'))
    top = AGREEMENT.format(id="part_b", applies_to=BY_CODE.format("MB"), terms=OF_MEDICARE, top="")
    (space.root / "agreements" / "part_b.toml").write_text(top)
    deliver(space, [
        remittance(STRANGER, claim(account, account, [line("97110:GP", "82", allowed)], filing="MB", provider=npi))
        for account, allowed, npi in (
            ("LOW", "28.02", "2000001018"), ("HIGH", "28.16", "2000001018"), ("OTHER", "28.02", "2000001026"),
        )
    ])  # fmt: skip
    spend_night(space.root)
    judged = Judged(space)
    assert judged.ask("select cause from dispute_queue") == [("standard_conversion_factor",)]
    assert judged.lines("LOW") == ["priced_short 28.16 28.02"]
    assert judged.lines("HIGH") == ["priced_ok 28.16 28.16"]
    assert judged.lines("OTHER") == ["priced_ok 28.02 28.02"]
