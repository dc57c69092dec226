"""One day of one patient with one practice: payees by tax id or NPI, and claims that are reversed for good."""

import re
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import ONE_SITE, TWO_SITES, claim, line, remittance
from tests.warehouse.trapped import MEDICARE, VISIT, Judged, Night, deliver

night = Night("P5", "V1", "V2", "V3")
FIRST, SECOND = "20260907", "20260914"
UNKNOWN = "2999999996"  # a rendering provider of no site


def visit(account: str, code: str, paid: str, **more: str) -> tuple[str, list[str]]:
    """A claim of the patient whom the first two letters of the account name."""
    number = more.pop("number", account)
    return claim(account, number, [line(code, "150", paid, served="20260901")], member=f"M{account[:2]}", **more)


def without_tin(content: bytes) -> bytes:
    """The same remittance with the payee's NPI alone."""
    text = re.sub(r"REF\*TJ\*\d+~", "", content.decode())
    return re.sub(r"SE\*(\d+)", lambda end: f"SE*{int(end[1]) - 1}", text).encode()


def by_tin(content: bytes, payee: tuple[str, str]) -> bytes:
    """The same remittance with the payee's tax id alone."""
    return without_tin(content).replace(f"*XX*{payee[0]}".encode(), f"*FI*{payee[1]}".encode())


def day(judged: Judged, account: str) -> list[tuple[object, ...]]:
    """(actual, state) of every visit that the lines of the accounts beginning so make."""
    return judged.ask(
        "select actual_allowed::varchar, state from visit_review where visit_id in "
        "(select visit_id from line_review where starts_with(patient_control_number, ?)) order by all",
        account,
    )


@night.receives(
    remittance(VISIT, visit("P1a", "97110", "60"), day=FIRST),
    without_tin(remittance(VISIT, visit("P1b", "97140", "34"), day=SECOND)),
)
def test_a_day_is_one_visit_though_one_remittance_names_only_the_npi(judged: Judged) -> None:
    assert day(judged, "P1") == [("94.00", "priced_ok")]


@night.receives(
    by_tin(remittance(VISIT, visit("P2a", "97110", "60"), day=FIRST), ONE_SITE),
    without_tin(remittance(VISIT, visit("P2b", "97140", "34"), day=SECOND)),
)
def test_a_day_is_one_visit_though_one_remittance_names_only_the_tax_id(judged: Judged) -> None:
    assert day(judged, "P2") == [("94.00", "priced_ok")]


@night.receives(
    remittance(VISIT, visit("P3a", "97110", "60", provider=UNKNOWN), payee=TWO_SITES, day=FIRST),
    without_tin(remittance(VISIT, visit("P3b", "97140", "34", provider=UNKNOWN), payee=TWO_SITES, day=SECOND)),
)
def test_the_practice_is_known_where_its_site_is_not(judged: Judged) -> None:
    assert day(judged, "P3") == [("94.00", "priced_ok")]


@night.receives(
    remittance(VISIT, visit("P5", "97110", "60"), day=FIRST),
    remittance(VISIT, visit("P5x", "97110", "94"), payee=TWO_SITES, day=FIRST),
)
def test_two_practices_on_one_day_are_two_visits(judged: Judged) -> None:
    assert day(judged, "P5") == [("60.00", "priced_short"), ("94.00", "priced_ok")]


def back(account: str, code: str, paid: str, **more: str) -> tuple[str, list[str]]:
    number = more.pop("number", account)
    taken = [line(code, "-150", f"-{paid}", served="20260901")]
    return claim(account, number, taken, member=f"M{account[:2]}", status="22", **more)


@night.receives(
    remittance(VISIT, visit("V1", "97110", "60"), visit("V1b", "97110", "60"), day=FIRST),
    remittance(VISIT, back("V1b", "97110", "60", frequency="8"), day=SECOND),
)
def test_a_voided_claim_does_not_hold_up_its_day(judged: Judged) -> None:
    assert judged.states("V1b") == ["pending_correction", "reversed"]
    assert day(judged, "V1") == [("60.00", "priced_short")]


@night.receives(
    remittance(VISIT, visit("V2", "97110", "60"), visit("V2", "97110", "60", number="V2-2"), day=FIRST),
    remittance(VISIT, back("V2", "97110", "60", number="V2-2"), day=SECOND),
)
def test_a_reversed_second_payment_of_one_account_does_not_hold_up_its_day(judged: Judged) -> None:
    assert day(judged, "V2") == [("60.00", "priced_short")]


@night.receives(
    remittance(MEDICARE, visit("V3", "97530:GP", "20"), visit("V3b", "97530:GP", "20"), day=FIRST),
    remittance(MEDICARE, back("V3b", "97530:GP", "20"), day=SECOND),
)
def test_a_reversed_payment_of_another_account_with_one_therapist_does_not_hold_up_its_day(judged: Judged) -> None:
    assert judged.states("V3") == ["priced_short"]


@night.receives(
    remittance(VISIT, visit("V4a", "97110", "47"), visit("V4b", "97110", "47", provider="2000001026"), day=FIRST),
    remittance(VISIT, back("V4b", "97110", "47", provider="2000001026"), day=SECOND),
)
def test_a_reversed_payment_of_another_therapist_holds_up_its_day(judged: Judged) -> None:
    assert day(judged, "V4") == [("47.00", "no_rate")]


def test_only_what_is_short_is_disputed(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short


SHARED = """
[[practice]]
key = "marigold"
name = "MARIGOLD HAND THERAPY PLLC"
tin = "890030033"
npi = "2900100019"
"""


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path / "workspace")


def test_an_npi_of_two_practices_may_be_either_and_is_no_shortage(space: Workspace) -> None:
    settings = space.root / "shortpay.toml"
    settings.write_text(settings.read_text() + SHARED)
    named = remittance(VISIT, visit("N1a", "97110", "60"), day=FIRST)
    deliver(space, [named, without_tin(remittance(VISIT, visit("N1b", "97140", "34"), day=SECOND))])
    spend_night(space.root)
    assert day(Judged(space), "N1") == [("34.00", "no_rate"), ("60.00", "no_rate")]


def test_several_nights_give_a_day_the_result_of_one_night(space: Workspace) -> None:
    first = remittance(
        VISIT, visit("P1a", "97110", "60"), visit("V1", "97110", "60"), visit("V1b", "97110", "60"), day=FIRST
    )
    deliver(space, [first])
    spend_night(space.root)
    assert day(Judged(space), "P1") == [("60.00", "priced_short")]
    other_half = without_tin(remittance(VISIT, visit("P1b", "97140", "34"), day=SECOND))
    void = remittance(VISIT, back("V1b", "97110", "60", frequency="8"), day=SECOND)
    deliver(space, [other_half, void], AS_OF + timedelta(days=1))
    assert spend_night(space.root).claims_to_judge is not None
    found = (day(Judged(space), "P1"), day(Judged(space), "V1"))
    assert found == ([("94.00", "priced_ok")], [("60.00", "priced_short")])
    with duckdb.connect(str(space.working_database)) as con:
        con.execute("truncate store.night_basis")
    assert spend_night(space.root).claims_to_judge is None
    assert (day(Judged(space), "P1"), day(Judged(space), "V1")) == found
