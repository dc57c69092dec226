"""Settings for every test: the same random examples in every run, and no test skipped for what is at hand."""

import gc
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests.reference import refuse_skip

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,  # a busy machine is no defect
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("repeatable")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked fuzz unless it is asked for by that name: it takes a minute."""
    if "fuzz" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("fuzz")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report
