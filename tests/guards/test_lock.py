"""The lock pins every package by hash and names no host, no path and no index."""

import re

import pytest

from tests.guards.source import ROOT

PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,-]+\])?==[0-9][A-Za-z0-9.+!]*(?: ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
REMARK = re.compile(r"^ +# ")
HOST = re.compile(
    r"://|--index|--extra-index|--find-links|--trusted|\bwww\.| @ |/opt/|/home/|/root/|localhost", re.IGNORECASE
)


def violations(text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if HOST.search(line):
            found.append(f"line {number} names a place: {line.strip()}")
        elif not (PIN.match(line) or HASH.match(line) or REMARK.match(line)):
            found.append(f"line {number} is neither a pin, nor a hash, nor a remark: {line.strip()}")
    return found


LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-duckdb2.lock")


def lock(name: str = "requirements.lock") -> str:
    return (ROOT / name).read_text("utf-8")


def pins(name: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", lock(name), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_pins_everything(name: str) -> None:
    assert violations(lock(name)) == []


def test_tests_run_what_is_installed_to_run() -> None:
    """What tests need comes on top: no package of the product has another version under them."""
    assert pins("requirements.lock") < pins("requirements-dev.lock")
    assert not any(pin.startswith(("pytest==", "ruff==", "mypy==")) for pin in pins("requirements.lock"))


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "--find-links /opt/wheels",
        "polars @ https://example.org/polars.whl",
        "polars>=2.1",
        "    # from http://mirror.example/simple",
    ],
)
def test_a_planted_host_or_loose_pin_is_found(line: str) -> None:
    assert len(violations(lock() + line + "\n")) == 1


@pytest.mark.parametrize(
    ("package", "ceiling"), [("fastapi", (0, 155)), ("sqlalchemy", (2, 1)), ("duckdb", (2, 0)), ("prefect", (3, 10))]
)
def test_the_lock_stays_below_the_measured_ceilings(package: str, ceiling: tuple[int, int]) -> None:
    [version] = re.findall(rf"^{package}==([0-9]+)\.([0-9]+)", lock(), re.MULTILINE)
    assert tuple(int(part) for part in version) < ceiling
