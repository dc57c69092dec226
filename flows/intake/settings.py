"""Reads shortpay.toml: practices and limits of a night. Refuses the whole file when anything in it is wrong."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from pwd import getpwnam
from typing import Any

from contracts.agreements.practice import Setup, SetupProblems, read_setup
from contracts.letters.contact import Contact, read_contacts
from contracts.problems import Problem, Problems
from flows.intake.bank_settings import BankSettings, read_bank_settings
from flows.workspace import SETTINGS_FILE, Workspace

MAY_BE_NOTHING = ("conformance_seconds",)


@dataclass(frozen=True, slots=True)
class Night:
    """The size of a batch, the snapshots that are kept, and how long the night waits for the guide's checker."""

    batch_megabytes: int = 64
    keep_snapshots: int = 7
    conformance_seconds: int = 60  # how long the night waits at its end for the checker of the guide; 0 turns it off


@dataclass(frozen=True, slots=True)
class Receive:
    """Limits above which a file is refused: a zip may unpack to any size, and the disk is finite.

    `owners` are the user ids of others who may deliver files, such as the user of an SFTP server.
    """

    max_file_megabytes: int = 2048
    max_members: int = 10_000
    max_ratio: int = 200
    max_total_megabytes: int = 4096
    owners: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """One workspace, its practices and its limits."""

    workspace: Workspace
    setup: Setup
    night: Night = field(default_factory=Night)
    receive: Receive = field(default_factory=Receive)
    bank: BankSettings = field(default_factory=BankSettings)
    contacts: tuple[Contact, ...] = ()


class SettingsProblems(Problems):
    """shortpay.toml is missing, is no TOML, or has unknown keys or wrong values; lists every problem."""


def load_settings(root: Path) -> Settings:
    """Read `root`/shortpay.toml. Raises SettingsProblems with everything that is wrong in it."""
    workspace = Workspace(root.absolute())
    document = _document(workspace.settings_file)
    problems: list[Problem] = []
    night = Night(**_whole_numbers("night", document.get("night", {}), Night(), problems))
    given = document.get("receive", {})
    owners = _owners(given.pop("owners", []) if isinstance(given, dict) else [], problems)
    numbers = _whole_numbers("receive", given, Receive(), problems)
    receive = replace(Receive(), **numbers, owners=owners)
    bank = read_bank_settings(document, problems)
    try:
        setup = read_setup(document, SETTINGS_FILE)
    except SetupProblems as error:
        raise SettingsProblems([*error.problems, *problems]) from None
    contacts = read_contacts(document, SETTINGS_FILE, [practice.key for practice in setup.practices], problems)
    if problems:
        raise SettingsProblems(problems)
    return Settings(workspace, setup, night, receive, bank, contacts)


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        message = "no such file. Point --workspace at a workspace, or make one with: shortpay init DIR"
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8. Save the file as UTF-8."
    except tomllib.TOMLDecodeError as error:
        message = f"not valid TOML: {error}"
    raise SettingsProblems([Problem(str(path), "", message)])


def _owners(given: object, problems: list[Problem]) -> tuple[int, ...]:
    """User ids of names such as ["sftp"], or of numbers."""
    if not isinstance(given, list):
        problems.append(Problem(SETTINGS_FILE, "receive.owners", 'must be a list of users such as ["sftp"]'))
        return ()
    found = []
    for user in given:
        try:
            found.append(user if type(user) is int else getpwnam(str(user)).pw_uid)
        except KeyError:
            problems.append(Problem(SETTINGS_FILE, "receive.owners", f'this machine has no user "{user}"'))
    return tuple(found)


def _whole_numbers(table: str, given: object, defaults: Night | Receive, problems: list[Problem]) -> dict[str, int]:
    """The whole numbers of a table, at least 1, or 0 for MAY_BE_NOTHING; what is wrong is added to `problems`."""
    if not isinstance(given, Mapping):
        problems.append(Problem(SETTINGS_FILE, table, f"is a table: write [{table}] on a line of its own"))
        return {}
    known = [entry.name for entry in fields(defaults)]
    values: dict[str, int] = {}
    for key, value in given.items():
        least = int(key not in MAY_BE_NOTHING)
        if key not in known:
            problems.append(Problem(SETTINGS_FILE, f"{table}.{key}", f"unknown key; known are {', '.join(known)}"))
        elif isinstance(value, bool) or not isinstance(value, int) or value < least:
            problems.append(Problem(SETTINGS_FILE, f"{table}.{key}", f"must be a whole number of at least {least}"))
        else:
            values[key] = value
    return values
