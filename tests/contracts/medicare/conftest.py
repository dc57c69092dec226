"""The CMS files beside the repository, imported whole once per run."""

from pathlib import Path

import pytest

from contracts.medicare.rates import MedicareRates
from contracts.medicare.release_import import import_files
from tests.contracts.medicare.extract import CMS, INDICES, RELATIVE_VALUES, ZIPS

MISSING = f"the CMS files are not at {CMS}: the oracles did not run"


@pytest.fixture(scope="session")
def cms() -> Path:
    if not CMS.is_dir():
        pytest.skip(MISSING)
    return CMS


@pytest.fixture(scope="session")
def workspace_rates(cms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace's rates/ with every file we have, imported whole."""
    rates_dir = tmp_path_factory.mktemp("workspace") / "rates"
    import_files([cms / name for name in (*RELATIVE_VALUES, *INDICES, *ZIPS)], rates_dir)
    return rates_dir


@pytest.fixture(scope="session")
def whole(workspace_rates: Path) -> MedicareRates:
    return MedicareRates.load(workspace_rates)
