"""Both pricers on the same visits: python -m tests.contracts.oracle.compare 200000 prints how often they differ."""

import random
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from contracts.agreements.agreement import Book, load_book
from contracts.medicare.rates import MedicareRates
from contracts.medicare.release_import import import_files
from contracts.pricing.price import price
from contracts.situation import Line, Situation
from contracts.steps import Expectation
from tests.contracts.medicare.extract import SOURCES
from tests.contracts.oracle import contracts
from tests.contracts.oracle.agreed import Agreed
from tests.contracts.oracle.clauses import FOLDER as AGREED
from tests.contracts.oracle.cms import REFUSED
from tests.contracts.oracle.draw import agreed_visit, visit
from tests.contracts.oracle.slow import Visit
from tests.contracts.world import book, setup
from tests.reference import cms_file

AGREEMENTS = Path(__file__).parent / "agreements"
Draw = Callable[[random.Random], dict]
Amounts = Callable[[dict], tuple[list, Fraction | str | None]]
TERMS = {path.stem: tomllib.loads(path.read_text("utf-8"))["terms"][0] for path in AGREEMENTS.glob("*.toml")}


def book_of(rates: Path | MedicareRates, folder: Path = AGREEMENTS) -> Book:
    """The agreements of a folder over the whole CMS files."""
    return load_book(folder, folder, setup(), rates if isinstance(rates, MedicareRates) else MedicareRates.load(rates))


def answers(asked: dict, book: Book) -> tuple[list[Fraction | str], Fraction | str | None]:
    """What contracts/ says: each line's amount or refusal, and the visit's."""
    lines = tuple(
        Line(
            line["code"],
            tuple(line["mods"]),
            Decimal(line["units"]),
            None if line["charge"] is None else Decimal(line["charge"].numerator) / line["charge"].denominator,
            line["by"],
            product=line.get("product"),
            claim=line.get("claim"),
            provider=line.get("provider"),
            by_participant=line.get("participant", False),
        )
        for line in asked["lines"]
    )
    period = book[asked["agreement"]].period_on(asked["on"])
    assert period is not None
    where = (asked["place"], asked["locality"], None)
    situation = Situation(
        asked["agreement"], period.start, *where, lines, asked.get("site"), visit_number=asked.get("number")
    )
    found = price(situation, book)
    of_lines = [Fraction(line.amount) if isinstance(line, Expectation) else REFUSED for line in found.lines]
    if found.visit is None:
        return of_lines, None
    return of_lines, Fraction(found.visit.amount) if isinstance(found.visit, Expectation) else REFUSED


def ours(asked: dict, book: Book) -> list[Fraction | str]:
    return answers(asked, book)[0]


def theirs(asked: dict) -> list[Fraction | str]:
    return Visit(asked["lines"], TERMS[asked["agreement"]], asked["on"], asked["place"], asked["locality"]).amounts()


def differences(count: int, seed: int, book: Book) -> tuple[list[str], int, int]:
    """What the two answer differently, in words; how many lines had a price, and how many none."""
    source, found, priced, refused = random.Random(seed), [], 0, 0
    for _ in range(count):
        asked = visit(source)
        one, other = ours(asked, book), theirs(asked)
        priced += sum(amount != REFUSED for amount in one)
        refused += sum(amount == REFUSED for amount in one)
        if one != other:
            found.append(
                f"{described(asked)}: {[shown(each) for each in one]} and slowly {[shown(each) for each in other]}"
            )
    return found, priced, refused


def contract_differences(count: int, seed: int, book: Book) -> tuple[list[str], int]:
    """The same for the agreements of the case tables; and how many amounts there were."""
    return _differences(count, seed, book, contracts.visit, contracts.amounts)


def agreed_differences(count: int, seed: int, book: Book, only: str | None = None) -> tuple[list[str], int]:
    """The same for agreements with clauses of every kind, or for one of them."""

    def draw(source: random.Random) -> dict:
        asked = agreed_visit(source)
        return asked if only is None else {**asked, "agreement": only}

    return _differences(count, seed, book, draw, lambda asked: Agreed(asked).amounts())


def _differences(count: int, seed: int, book: Book, draw: Draw, amounts: Amounts) -> tuple[list[str], int]:
    source, found, priced = random.Random(seed), [], 0
    for _ in range(count):
        asked = draw(source)
        one, other = answers(asked, book), amounts(asked)
        priced += sum(amount != REFUSED for amount in (*one[0], one[1]) if amount is not None)
        if one != other:
            lines = [[shown(each) for each in (*answer[0], answer[1]) if each is not None] for answer in (one, other)]
            found.append(f"{described(asked)}: {lines[0]} and slowly {lines[1]}")
    return found, priced


def described(asked: dict) -> str:
    lines = ", ".join(
        f"{line['units']} x {'-'.join([line['code'], *line['mods']])} by {line['by']}" for line in asked["lines"]
    )
    return f"{asked['agreement']} {asked['on']} in {asked['place']} at {asked['locality']}: {lines}"


def shown(amount: Fraction | str) -> str:
    return amount if isinstance(amount, str) else f"{float(amount):.2f}"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with TemporaryDirectory() as folder:
        rates_dir = Path(folder) / "rates"
        import_files([cms_file(name) for name in SOURCES], rates_dir)
        found, priced, refused = differences(count, seed, book_of(rates_dir))
        third, third_amounts = agreed_differences(count, seed, book_of(rates_dir, AGREED))
    other, amounts = contract_differences(count, seed, book())
    for each in (*found[:12], *other[:12], *third[:12]):
        sys.stdout.write(f"{each}\n")
    sys.stdout.write(f"{count} visits, {priced} lines priced, {refused} refused: {len(found)} differences\n")
    sys.stdout.write(f"{count} visits under contracts, {amounts} amounts: {len(other)} differences\n")
    sys.stdout.write(f"{count} visits under clauses, {third_amounts} amounts: {len(third)} differences\n")


if __name__ == "__main__":
    main()
