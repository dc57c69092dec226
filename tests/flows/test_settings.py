"""shortpay.toml is refused as a whole, with the file, the key and what to change."""

from decimal import Decimal
from pathlib import Path

import pytest

from flows.intake.settings import Night, SettingsProblems, load_settings

GOOD = """
[[practice]]
key = "longleaf"
name = "Longleaf Rehabilitation"
tin = "900100011"
npi = "1900100011"

[[site]]
key = "raleigh"
practice = "longleaf"
name = "Raleigh"
state = "NC"
locality = "11502/00"

[tolerance]
per_unit = "0.01"
per_line = "0.02"
"""


def write(root: Path, text: str) -> Path:
    (root / "shortpay.toml").write_text(text, "utf-8")
    return root


def test_users_who_may_deliver_files_are_named_or_numbered(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, GOOD + '[receive]\nowners = ["root", 4711]\n')).receive.owners == (0, 4711)


@pytest.mark.parametrize(
    ("owners", "problem"),
    [('["nobody here"]', 'this machine has no user "nobody here"'), ('"sftp"', "must be a list of users")],
)
def test_a_user_who_is_not_there_is_a_problem(tmp_path: Path, owners: str, problem: str) -> None:
    with pytest.raises(SettingsProblems, match=problem):
        load_settings(write(tmp_path, GOOD + f"[receive]\nowners = {owners}\n"))


def test_paths_practices_and_limits(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD + "[night]\nbatch_megabytes = 8\n[receive]\nmax_ratio = 50\n"))
    assert settings.workspace.working_database == tmp_path / "data" / "working.duckdb"
    assert settings.workspace.current_snapshot == tmp_path / "data" / "current.duckdb"
    assert [site.locality for site in settings.setup.sites] == ["11502/00"]
    assert settings.setup.tolerance.per_line == Decimal("0.02")
    assert (settings.night.batch_megabytes, settings.night.keep_snapshots) == (8, Night().keep_snapshots)
    assert settings.receive.max_ratio == 50


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "[night]\nbatch_megabites = 8\n", "shortpay.toml: night.batch_megabites: unknown key; known are"),
        (GOOD + "[night]\nbatch_megabytes = 0\n", "night.batch_megabytes: must be a whole number of at least 1"),
        (GOOD + "[receive]\nmax_members = 2.5\n", "receive.max_members: must be a whole number"),
        (GOOD + "[receive]\nmax_members = true\n", "receive.max_members: must be a whole number"),
        ("night = 3\n" + GOOD, "night: is a table"),
        ("[[practice]\n", "not valid TOML"),
        ("", "at least one [[practice]]"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsProblems) as refusal:
        load_settings(write(tmp_path, text))
    assert said in str(refusal.value)


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('tin = "900100011"', 'tin = "9001"') + "[night]\nsnapshots = 3\n[receive]\nmax_ratio = 'x'\n"
    with pytest.raises(SettingsProblems) as refusal:
        load_settings(write(tmp_path, text))
    assert [problem.key for problem in refusal.value.problems] == [
        "practice[1].tin",
        "night.snapshots",
        "receive.max_ratio",
    ]


def test_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblems, match="shortpay init DIR"):
        load_settings(tmp_path)


def test_bytes_that_are_no_utf8_are_placed(tmp_path: Path) -> None:
    (tmp_path / "shortpay.toml").write_bytes(b"name = '\xe9'\n")
    with pytest.raises(SettingsProblems, match="byte 8 is not UTF-8"):
        load_settings(tmp_path)


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "shortpay.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_settings(tmp_path).setup.practices[0].key == "longleaf"
