"""Situations as the warehouse makes them: spelled as contracts/ spells them, holding what the agreement asks."""

import shutil

import duckdb
import pytest

from contracts.situation import Situation
from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, remits, spend_night
from warehouse.database import open_working

CARVE_OUTS = """
[[terms.carve_out]]
codes = ["97012"]
sites = ["durham"]
products = ["12"]
credentials = ["PT"]
method = "fixed_fee"
amount = "20.00"
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A night under agreements that ask for everything: visit numbers, claims, sites, products and credentials."""
    space = new_workspace(tmp_path_factory.mktemp("asking") / "workspace")
    for path in remits():
        shutil.copy(path, space.inbox)
    visits = space.root / "agreements" / "willow_visit.toml"
    tiers = ', count_visits = "calendar_year", tiers = [{ from_visit = 2, amount = "61.00" }] }'
    visits.write_text(visits.read_text().replace(" }", tiers))
    fees = space.root / "agreements" / "orchard_ppo.toml"
    parts = fees.read_text().replace('lesser_of = "line"', 'lesser_of = "claim"').split("[[terms]]")
    fees.write_text("[[terms]]".join([parts[0], *(part + CARVE_OUTS for part in parts[1:])]))
    spend_night(space.root)
    return space


def keys(space: Workspace, agreement: str) -> list[str]:
    with open_working(space.working_database) as con:
        found = con.execute("select key from store.situation where agreement_id = ?", [agreement]).fetchall()
    return [key for (key,) in found]


def test_every_key_is_spelled_as_contracts_spell_it(asking: Workspace) -> None:
    with open_working(asking.working_database) as con:
        every = [key for (key,) in con.execute("select key from store.situation").fetchall()]
    assert len(every) > 50
    assert [key for key in every if Situation.from_key(key).key() != key] == []


def test_what_nobody_asks_for_is_not_in_the_key(asking: Workspace) -> None:
    plain = keys(asking, "summerfield_ppo")
    assert plain
    assert not any(word in key for key in plain for word in ('"site":', '"product":', '"claim":', '"visit_number":'))


def test_a_line_knows_its_site_product_claim_and_who_furnished_it(asking: Workspace) -> None:
    situations = [Situation.from_key(key) for key in keys(asking, "orchard_ppo")]
    lines = [line for situation in situations for line in situation.lines]
    assert {situation.site for situation in situations} & {"durham", "pasadena", "hialeah"}
    assert {line.product for line in lines} == {"12"}
    assert {line.claim for line in lines} == {1}
    assert {line.credential for line in lines} & {"PT", "OT", "DC"}
    assert max(len(situation.lines) for situation in situations) > 1


def test_visits_are_counted_by_the_days_of_the_patient_in_the_year(asking: Workspace) -> None:
    situations = [Situation.from_key(key) for key in keys(asking, "willow_visit")]
    assert {situation.visit_number for situation in situations} >= {1, 2}
    with open_working(asking.working_database) as con:
        expected = con.execute(
            "select distinct v.expected_allowed from visit_review as v where v.agreement = 'willow_visit'"
        ).fetchall()
    assert any(str(amount) == "61.00" for (amount,) in expected)


def test_a_night_without_such_agreements_has_the_same_keys_as_ever(working: duckdb.DuckDBPyConnection) -> None:
    [(extra,)] = working.execute(
        "select count(*) from store.situation where key like '%\"site\":%' or key like '%visit_number%'"
    ).fetchall()
    assert extra == 0
