"""Practices, sites and providers: what shortpay.toml may say, and where a claim's work was done (cases/sites.toml)."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.agreements.practice import (
    Setup,
    SetupProblems,
    Site,
    SiteRefusal,
    Tolerance,
    read_setup,
)
from contracts.agreements.provider_profile import ProviderProfile
from contracts.unpriced_reasons import REFUSALS
from tests.contracts.world import CASES, rates, setup

SITES = tomllib.loads((CASES / "sites.toml").read_text("utf-8"))["case"]
FIELDS = ("payee_tin", "payee_npi", "rendering_npi", "facility_npi", "first_day", "last_day")


@pytest.mark.parametrize("case", SITES, ids=lambda case: case["name"])
def test_the_site_of_a_claim(case: dict[str, Any]) -> None:
    profile = ProviderProfile(**{field: case.get(field) for field in FIELDS})
    assert ProviderProfile.from_key(profile.key()) == profile
    found = setup().site_for(profile)
    if isinstance(found, Site):
        assert found.key == case["expect"]
    else:
        assert found.reason == case["expect"]
        assert found.reason in REFUSALS
        assert found.sentence == case.get("sentence", found.sentence)


def test_the_days_on_which_the_open_sites_change() -> None:
    assert setup().site_breaks() == (date(2026, 4, 1),)
    assert read(PRACTICE + SITE + 'zip = "27601"\n').site_breaks() == ()


def test_what_is_furnished_at_home_has_the_locality_of_the_patients_or_none() -> None:
    old, new = (next(site for site in setup().sites if site.key == key) for key in ("bluff_old", "bluff_new"))
    home = ProviderProfile(None, None, None, None, is_home=True)
    assert ProviderProfile.from_key(home.key()) == home
    assert setup().locality_for(old, home) == "11502/00"
    refused = setup().locality_for(new, home)
    assert isinstance(refused, SiteRefusal)
    assert refused.reason == "home_visit"
    assert setup().locality_for(new, replace(home, is_home=False)) == "02102/01"


def test_a_site_that_closes_before_it_opens_and_a_home_that_is_nowhere() -> None:
    days = 'zip = "27601"\nfirst_day = 2026-04-01\nlast_day = 2026-03-31\n'
    assert problems(PRACTICE + SITE + days) == [
        "shortpay.toml: site[1].last_day: 2026-03-31 is before first_day 2026-04-01"
    ]
    assert problems(PRACTICE + SITE + 'zip = "27601"\nhome_locality = "99999/99"\n') == [
        'shortpay.toml: site[1].home_locality: no loaded Medicare file knows the locality "99999/99" of site r'
    ]


def test_a_zip_becomes_its_locality() -> None:
    raleigh = next(site for site in setup().sites if site.key == "raleigh")
    assert (raleigh.zip, raleigh.locality) == ("27601", "11502/00")


def test_the_credential_of_a_provider() -> None:
    assert setup().credential_of("1800000022") == "DC"
    assert setup().credential_of("1800000030") == "PT"
    assert setup().credential_of("1999999999") is None
    assert setup().credential_of(None) is None


@pytest.mark.parametrize(
    ("tin", "npi", "expect"),
    [
        ("900100011", "1900100011", "900100011"),
        (None, "1900100011", "900100011"),
        ("900100011", None, "900100011"),
        ("900100099", "1900100011", "900100011"),
        ("900100099", None, None),
        ("900100011", "1900200027", None),
        (None, None, None),
    ],
)
def test_a_payee_is_known_by_one_tax_id_whichever_number_is_sent(
    tin: str | None, npi: str | None, expect: str | None
) -> None:
    assert setup().payee_tin(tin, npi) == expect


def read(text: str) -> Setup:
    return read_setup(tomllib.loads(text), "shortpay.toml")


def problems(text: str) -> list[str]:
    with pytest.raises(SetupProblems) as caught:
        read(text).with_localities(rates())
    return [str(problem) for problem in caught.value.problems]


PRACTICE = '[[practice]]\nkey = "a"\nname = "A"\ntin = "900100011"\nnpi = "1900100011"\n'
SITE = '[[site]]\nkey = "r"\npractice = "a"\nname = "R"\nstate = "NC"\n'
PROVIDER = '[[provider]]\nnpi = "1800000014"\nsite = "r"\ncredential = "PT"\n'


def test_other_tables_are_ignored_and_the_tolerance_is_zero_without_one() -> None:
    found = read(PRACTICE + SITE + 'zip = "27601"\n[night]\nbatch_megabytes = 1\n[receive]\nmax_members = 9\n')
    assert found.tolerance == Tolerance(Decimal(0), Decimal(0), Decimal(0))


def test_all_problems_are_reported_at_once() -> None:
    text = PRACTICE.replace('"900100011', '"90-0100011') + PRACTICE + SITE + SITE + 'zip = "2760"\n'
    text += PROVIDER.replace('"r"', '"raleigh"') + PROVIDER + 'licence = "PT1"\n[tolerence]\nper_line = "0.02"\n'
    text += "[tolerance]\nper_unit = 0.01\n[nights]\n"
    assert problems(text) == [
        'shortpay.toml: practice[1].tin: must be a tax id of nine digits, not "90-0100011"',
        "shortpay.toml: site[1].locality: is missing: give the Medicare locality or a zip",
        'shortpay.toml: site[2].zip: must be a ZIP of five digits, not "2760"',
        "shortpay.toml: provider[2].licence: unknown key",
        'shortpay.toml: tolerance.per_unit: must be an amount in quotes such as "28.40", not 0.01',
        'shortpay.toml: tolerance.per_line: is missing: an amount in quotes such as "28.40"',
        "shortpay.toml: tolerence: unknown key; did you mean tolerance?",
        "shortpay.toml: nights: unknown key",
        "shortpay.toml: practice[2]: key a is already that of practice[1]",
        "shortpay.toml: site[2]: key r is already that of site[1]",
        'shortpay.toml: provider[1].site: no site has the key "raleigh"; there are: r',
    ]


def test_nothing_on_file() -> None:
    assert problems("") == ["shortpay.toml: practice: at least one [[practice]] is needed"]


def test_a_place_that_no_medicare_file_knows() -> None:
    other = SITE.replace('"r"', '"s"')
    assert problems(f'{PRACTICE}{SITE}locality = "99999/99"\n{other}zip = "00000"\n') == [
        'shortpay.toml: site[1].locality: no loaded Medicare file knows the locality "99999/99" of site r',
        "shortpay.toml: site[2].zip: ZIP 00000 is not in the CMS ZIP file of 2025Q4: give site s its locality instead",
    ]


def test_one_provider_twice_at_one_site() -> None:
    assert problems(PRACTICE + SITE + 'zip = "27601"\n' + PROVIDER + PROVIDER) == [
        "shortpay.toml: provider[2]: NPI 1800000014 at site r is already that of provider[1]"
    ]
