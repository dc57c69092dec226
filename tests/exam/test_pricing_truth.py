"""The pure pricing against the exam's truth: every priced line and visit to the cent, from the remits' facts alone."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from contracts.agreements.agreement import Book, load_book
from contracts.agreements.practice import read_setup
from contracts.medicare.rates import MedicareRates
from contracts.pricing.price import Priced, price
from contracts.situation import Line, Situation
from contracts.steps import Expectation
from tests.exam import remits, transcribe
from tests.reference import EXAM, examined

PRICED = {"priced_ok", "priced_over", "priced_short", "priced_rate_finding"}

pytestmark = examined

Row = dict[str, str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("exam")
    transcribe.workspace(EXAM, folder)
    said = tomllib.loads((folder / "shortpay.toml").read_text(encoding="utf-8"))
    setup = read_setup(said, "shortpay.toml")
    return load_book(folder / "agreements", folder / "schedules", setup, MedicareRates.load())


@pytest.fixture(scope="module")
def lines() -> list[tuple[Row, remits.Sent]]:
    """Every truth line that has a price, with its facts, in the order in which the lines arrived."""
    sent = remits.read(EXAM / "remits")
    found = []
    for row in remits.table(EXAM / "truth", "lines"):
        if row["state"] in PRICED | {"visit_priced", "no_rate"}:
            key = (row["file"], row["patient_control_number"], row["payer_control_number"], row["line_order"])
            [fact] = {
                id(one): one
                for one in sent[key]
                if (one.charge, one.paid) == (Decimal(row["charge"]), Decimal(row["paid"]))
            }.values()
            found.append((row, fact))
    return sorted(found, key=lambda pair: pair[1].place)


def situations(book: Book, lines: list[tuple[Row, remits.Sent]]) -> Iterator[tuple[list[Row], Priced]]:
    """The truth's rows of each situation and its price: a patient's day together where the terms ask for it."""
    practice = json.loads((EXAM / "practice.json").read_text(encoding="utf-8"))
    sites = {site["id"]: f"{site['mac']}/{site['locality']}" for site in practice["sites"]}
    localities = {one["npi"]: sites[one["site"]] for one in practice["providers"]}
    together = defaultdict(list)
    for n, (row, fact) in enumerate(lines):
        period = book[row["agreement_id"]].period_on(date.fromisoformat(row["service_date"]))
        assert period is not None, row
        alone = "" if period.needs_visit else str(n)
        visit = (row["agreement_id"], fact.member, row["service_date"], fact.tin, alone)
        together[visit].append((row, fact, period))
    for (agreement, *_), members in together.items():
        _, fact, period = members[0]
        situation = Situation(
            agreement=agreement,
            period_start=period.start,
            place_of_service=fact.place_of_service or None,
            locality=localities[fact.rendering],
            site_problem=None,
            lines=tuple(Line(one.code, one.modifiers, one.units_to_pay, one.charge) for _, one, _ in members),
        )
        assert Situation.from_key(situation.key()) == situation
        yield [row for row, _, _ in members], price(situation, book)


def test_every_line_and_visit_is_priced_to_the_cent(book: Book, lines: list[tuple[Row, remits.Sent]]) -> None:
    visits = {row["visit_id"]: row for row in remits.table(EXAM / "truth", "visits")}
    wrong, right = [], 0
    for rows, priced in situations(book, lines):
        outcomes = zip(rows, priced.lines, strict=True)
        if priced.visit is not None:
            outcomes = [(visits[rows[0]["visit_id"]], priced.visit)]
        for row, outcome in outcomes:
            expected = row["expected_allowed"]
            found = f"{outcome.amount:.2f}" if isinstance(outcome, Expectation) else ""
            right += found == expected
            if found != expected:
                wrong.append(
                    (row.get("payer_control_number", row.get("visit_id")), row.get("procedure_code"), expected, outcome)
                )
    assert wrong == []
    assert right > 3000


def test_facility_places_are_those_of_the_exam() -> None:
    """The exam's list of facility places of service is the one the product ships."""
    said = set(json.loads((EXAM / "practice.json").read_text(encoding="utf-8"))["facility_pos"])
    rates = MedicareRates.load()
    every = {f"{n:02d}" for n in range(100)}
    assert {place for place in every if rates.facility_place(place, date(2026, 6, 1))} == said
