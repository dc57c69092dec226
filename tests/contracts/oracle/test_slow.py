"""Two pricers that know nothing of each other give the same cents, and notice when one number is moved."""

from pathlib import Path

import pytest

from contracts.medicare.importing import import_files
from tests.contracts.medicare.extract import CMS, INDICES, RELATIVE_VALUES, ZIPS
from tests.contracts.oracle.compare import book_of, contract_differences, differences
from tests.contracts.world import book


@pytest.fixture(scope="module")
def rates_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CMS.is_dir():
        pytest.skip(f"the CMS files are not at {CMS}: the slow reference did not run")
    folder = tmp_path_factory.mktemp("oracle") / "rates"
    import_files([CMS / name for name in (*RELATIVE_VALUES, *INDICES, *ZIPS)], folder)
    return folder


def test_three_thousand_visits(rates_dir: Path) -> None:
    found, priced, refused = differences(3_000, 20261121, book_of(rates_dir))
    assert found == []
    assert priced > 3_000
    assert refused > 1_000


def test_three_thousand_visits_under_contracts() -> None:
    found, priced = contract_differences(3_000, 20261121, book())
    assert found == []
    assert priced > 3_000


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
def test_a_number_that_is_moved_is_noticed(rates_dir: Path, tmp_path: Path, law: str, was: str, becomes: str) -> None:
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
