"""Two pricers that share no code give the same cents, and differ as soon as one number is changed."""

from pathlib import Path

import pytest

from contracts.medicare.rates import MedicareRates
from contracts.medicare.release_import import import_files
from tests.contracts.medicare.extract import SOURCES
from tests.contracts.oracle.clauses import FOLDER
from tests.contracts.oracle.compare import agreed_differences, book_of, contract_differences, differences
from tests.contracts.world import book
from tests.reference import cms_file


@pytest.fixture(scope="module")
def rates_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("oracle") / "rates"
    import_files([cms_file(name) for name in SOURCES], folder)
    return folder


@pytest.fixture(scope="module")
def rates(rates_dir: Path) -> MedicareRates:
    return MedicareRates.load(rates_dir)


def test_three_thousand_visits(rates: MedicareRates) -> None:
    found, priced, refused = differences(3_000, 20261121, book_of(rates))
    assert found == []
    assert priced > 3_000
    assert refused > 1_000


def test_three_thousand_visits_under_contracts() -> None:
    found, priced = contract_differences(3_000, 20261121, book())
    assert found == []
    assert priced > 3_000


def test_three_thousand_visits_under_clauses(rates: MedicareRates) -> None:
    found, priced = agreed_differences(3_000, 20261121, book_of(rates, FOLDER))
    assert found == []
    assert priced > 2_500


@pytest.mark.parametrize(
    ("agreement", "was", "becomes"),
    [
        ("clauses", 'amount = "41.37"', 'amount = "41.38"'),
        ("clauses", 'cap_percent = "3"', 'cap_percent = "3.2"'),
        ("clauses", 'floor_percent = "1"', 'floor_percent = "0.9"'),
        ("clauses", '52 = { percent = "50" }', '52 = { percent = "51" }'),
        ("clauses", "units = 4", "units = 5"),
        ("parts", 'percent = "95"', 'percent = "96"'),
        ("parts", 'codes = ["97530", "20610"]', 'codes = ["97530"]'),
        ("released", 'opps_cap = "off"', 'opps_cap = "on"'),
        ("released", '["100", "50", "25"]', '["100", "50"]'),
        ("no_floor", 'work_floor = "off"', 'work_floor = "by_law"'),
        ("no_floor", "non_participating", "participating"),
        ("values", 'conversion_factor = "41.5"', 'conversion_factor = "41.6"'),
        ("values", 'lesser_of = "claim"', 'lesser_of = "line"'),
        ("apm", "qualifying_apm", "standard"),
        ("apm", 'visit_cap = "96.50"', 'visit_cap = "96.40"'),
        ("tiered", "from_visit = 21", "from_visit = 22"),
        ("claims", 'unlisted_percent_of_charge = "55"', 'unlisted_percent_of_charge = "56"'),
        ("charged", 'percent = "64.25"', 'percent = "64.5"'),
        ("gaps", "57.5", "58"),
        ("gaps", "12.34", "12.35"),
        ("shares", 'percent = "92.5"', 'percent = "92"'),
        ("shares", 'lesser_of_percent = "85"', 'lesser_of_percent = "84"'),
        ("shares", 'mppr = "practice_expense_share"', 'mppr = "none"'),
        ("shares", 'percent = "97"', 'percent = "97.5"'),
        ("limits", "units = 3", "units = 4"),
        ("limits", 'covers = "dearest"', 'covers = "cheapest"'),
        ("limits", 'lesser_of_percent = "70"', 'lesser_of_percent = "71"'),
        ("disciplines", 'visit_per = "discipline"', 'visit_per = "credential"'),
        ("disciplines", 'lesser_of_percent = "90"', 'lesser_of_percent = "91"'),
        ("disciplines", 'on_visit = "any_line"', 'on_visit = "every_line"'),
        ("disciplines", 'PTA = "80"', 'PTA = "81"'),
        ("disciplines", 'follow_up = "48.50"', 'follow_up = "48.51"'),
        ("providers", 'visit_per = "provider"', 'visit_per = "day"'),
        ("providers", 'amount = "95.00"', 'amount = "94.00"'),
        ("credentials", 'new_year_rates_from = "03-15"', 'new_year_rates_from = "11-15"'),
        ("credentials", 'amount = "45.00"', 'amount = "46.00"'),
        ("everyone", "from_visit = 13", "from_visit = 14"),
        ("greater", 'percent = "104"', 'percent = "105"'),
        ("greater", "[terms.greater_of]", "[terms.lesser_of_terms]"),
        ("lesser", 'percent = "65"', 'percent = "66"'),
        ("itself", 'claim_filing_codes = ["MB"]', 'claim_filing_codes = ["16"]'),
    ],
)
def test_a_changed_clause_is_noticed(
    rates: MedicareRates, tmp_path: Path, agreement: str, was: str, becomes: str
) -> None:
    for path in FOLDER.iterdir():
        text = path.read_text("utf-8")
        if path.stem == agreement and path.suffix == ".toml":
            assert was in text
            text = text.replace(was, becomes)
        (tmp_path / path.name).write_text(text, "utf-8")
    found, _ = agreed_differences(200, 3, book_of(rates, tmp_path), only=agreement)
    assert found != []


@pytest.mark.parametrize(
    ("law", "was", "becomes"),
    [
        ("surgery_mppr", '["100", "50",', '["100", "51",'),
        ("bilateral", '"150"', '"151"'),
        ("diagnostic_mppr", '"95"', '"96"'),
        ("diagnostic_mppr", '"80"', '"81"'),
        ("surgical_roles", '"62.5"', '"62"'),
        ("therapy_mppr", '"50"', '"51"'),
        ("non_physician_practitioners", '"85"', '"86"'),
    ],
)
def test_a_changed_number_is_noticed(rates_dir: Path, tmp_path: Path, law: str, was: str, becomes: str) -> None:
    shipped = Path(__file__).resolve().parents[3] / "contracts" / "medicare" / "law" / f"{law}.toml"
    text = shipped.read_text("utf-8")
    assert was in text
    moved = tmp_path / "rates"
    moved.mkdir()
    for folder in rates_dir.iterdir():
        (moved / folder.name).symlink_to(folder)
    (moved / "law").mkdir()
    (moved / "law" / f"{law}.toml").write_text(text.replace(was, becomes), "utf-8")
    found, _, _ = differences(600, 7, book_of(moved))
    assert found != []
