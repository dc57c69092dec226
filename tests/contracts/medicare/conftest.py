"""The files of CMS, imported whole once per run."""

from pathlib import Path

import pytest

from contracts.medicare.rates import MedicareRates
from contracts.medicare.release_import import import_files
from tests.contracts.medicare.extract import SOURCES
from tests.reference import cms_file


@pytest.fixture(scope="session")
def workspace_rates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace's rates/ with every file we have, imported whole."""
    rates_dir = tmp_path_factory.mktemp("workspace") / "rates"
    import_files([cms_file(name) for name in SOURCES], rates_dir)
    return rates_dir


@pytest.fixture(scope="session")
def whole(workspace_rates: Path) -> MedicareRates:
    return MedicareRates.load(workspace_rates)
