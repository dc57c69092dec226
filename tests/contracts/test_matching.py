"""Which agreement a claim belongs to: cases/matching.toml, and what must hold for any claim."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.agreements.agreement import Agreement, load_book
from contracts.agreements.matching import STAGES, ClaimProfile, Match, Unmatched, match
from contracts.unpriced_reasons import REFUSALS
from tests.contracts.world import CASES, rates, setup

WORLD = tomllib.loads((CASES / "matching.toml").read_text("utf-8"))
LONGLEAF = {"payee_tin": "900100011", "payee_npi": "1900100011"}
FIELDS = ("payer_name", "originator_id", "filing_code", "contract_code", "group_number", "payee_tin", "payee_npi")
TERMS = '\n[[terms]]\neffective_from = 2024-01-01\nsource = "C"\nmethod = "percent_of_charge"\npercent = "78"\n'
WINDOW = '\n[dispute_window]\ndays = 180\ncounted_from = "remittance_date"\nsource = "M"\n'


@pytest.fixture(scope="module")
def agreements(tmp_path_factory: pytest.TempPathFactory) -> tuple[Agreement, ...]:
    folder = tmp_path_factory.mktemp("agreements")
    for name, applies_to in WORLD["agreement"].items():
        lists = "".join(f"{key} = {value}\n" for key, value in applies_to.items()).replace("'", '"')
        text = f'id = "{name}"\nname = "{name}"\n\n[applies_to]\n{lists}{WINDOW}{TERMS}'
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return load_book(folder, Path(), setup(), rates()).agreements


def profile(given: dict[str, Any]) -> ClaimProfile:
    payee = {} if given.keys() & LONGLEAF.keys() else LONGLEAF
    said = dict.fromkeys(FIELDS) | {"payer_ids": ()} | payee | given
    return ClaimProfile(**(said | {"payer_ids": tuple(said["payer_ids"])}))


@pytest.mark.parametrize("case", WORLD["case"], ids=lambda case: case["name"])
def test_given_and_expected(case: dict[str, Any], agreements: tuple[Agreement, ...]) -> None:
    found = match(profile(case["given"]), agreements)
    if isinstance(found, Match):
        assert (found.agreement_id, case.get("why", found.why)) == (case["expect"], found.why)
    else:
        assert found.reason == case["expect"]
        assert found.sentence == case.get("sentence", found.sentence)
        assert list(found.candidates) == case.get("candidates", list(found.candidates))


def test_the_order_of_the_evidence_is_there_to_be_read() -> None:
    assert [[test.__name__ for test in stage.tests] for stage in STAGES] == [
        ["payer_id", "payer_name"],
        ["practice"],
        ["contract_code", "group_number", "claim_filing_code", "any_product"],
    ]
    assert {stage.refusal for stage in STAGES} | {"ambiguous"} <= REFUSALS.keys()


def test_an_empty_book_knows_no_payer() -> None:
    assert match(profile({"payer_ids": ["CDR01"]}), ()) == Unmatched(
        "no_payer", "No agreement on file lists the payer CDR01.", ()
    )


@cache
def words() -> st.SearchStrategy[str | None]:
    listed = {word for table in WORLD["agreement"].values() for words in table.values() for word in words}
    return st.sampled_from([None, "", "X", "CH1", "VL 2", "900100022", "1900200027", *sorted(listed)])


@given(
    ids=st.lists(words().filter(bool), max_size=2).map(tuple), said=st.fixed_dictionaries({f: words() for f in FIELDS})
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_claim_has_a_key_and_one_answer_in_any_order_of_the_files(
    ids: tuple[str, ...], said: dict[str, str | None], agreements: tuple[Agreement, ...]
) -> None:
    claim = ClaimProfile(payer_ids=ids, **said)
    assert ClaimProfile.from_key(claim.key()) == claim
    found, backwards = match(claim, agreements), match(claim, agreements[::-1])
    if isinstance(found, Match):
        assert backwards == found
    else:
        assert isinstance(backwards, Unmatched)
        assert (backwards.reason, backwards.sentence) == (found.reason, found.sentence)
        assert set(backwards.candidates) == set(found.candidates)
