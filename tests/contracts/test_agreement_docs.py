"""The page on agreements names every key, method, family and condition there is; methods are listed once."""

from pathlib import Path
from typing import get_args

import pytest

from contracts.agreements.dispute_window import WINDOW_KEYS, CountedFrom
from contracts.agreements.method_reading import PRICING_KEYS
from contracts.agreements.prompt_pay import state_laws
from contracts.agreements.scope import KEYS, families
from contracts.agreements.terms import Method
from contracts.agreements.terms_reading import ALWAYS, KEYS_OF_ANY_METHOD, KEYS_OF_METHOD

PAGE = (Path(__file__).parents[2] / "docs" / "agreements.md").read_text("utf-8")
NAMES = {
    *ALWAYS,
    *KEYS_OF_ANY_METHOD,
    *KEYS_OF_METHOD,
    *families(),
    *KEYS,
    *WINDOW_KEYS,
    "working_days",
    "percent",
    "per",
    "least",
    "reprocessing",
    "signed_on",
    *get_args(CountedFrom),
}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_page_explains(name: str) -> None:
    assert any(f"{ahead}{name}{behind}" in PAGE for ahead in "`[." for behind in ("`", "]", " ")), name


def test_the_page_lists_every_prompt_pay_law() -> None:
    assert [law.name for law in state_laws() if f"`{law.name}`" not in PAGE] == []


def test_every_method_has_its_keys() -> None:
    assert set(PRICING_KEYS) == set(get_args(Method))
    assert set(KEYS_OF_METHOD) <= set(PRICING_KEYS)
