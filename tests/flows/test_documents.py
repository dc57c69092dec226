"""What the documents at the top and prefect.yaml say is true: commands, options, files, exit codes and quotes."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from flows import errors
from flows.cli import app
from flows.intake.rejected_files import TAKEN
from tests.flows.conftest import ROOT, fill
from tests.flows.readme import quotes, refreshed

README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
RELEASING = (ROOT / "RELEASING.md").read_text("utf-8")
DOCUMENTS = pytest.mark.parametrize(
    "text",
    [README, ARCHITECTURE, CONTRIBUTING, SECURITY, RELEASING],
    ids=["README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY", "RELEASING"],
)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) - {"help"}


def commands(group: Any = None, before: str = "") -> dict[str, set[str]]:
    """Every command of the command line, with its options."""
    group = group or typer.main.get_command(app)
    found = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= commands(command, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = {option for parameter in command.params for option in parameter.opts}
    return found


def said(text: str) -> Iterator[list[str]]:
    """Every command line in a shell block or in backticks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    for line in [*(line for block in blocks for line in block.splitlines()), *re.findall(r"`([^`\n]+)`", text)]:
        words = shlex.split(line, comments=True)
        if len(words) > 1 and Path(words[0]).name in {"make", "shortpay"}:
            yield [Path(words[0]).name, *words[1:]]


@DOCUMENTS
def test_every_command_that_is_named_exists(text: str) -> None:
    known = commands()
    named = list(said(text))
    assert len(named) > 2
    for tool, *given in named:
        if tool == "make":
            assert given[0] in TARGETS
            continue
        words = given[2:] if given[0] == "--workspace" else given
        command = next((name for name in known if words[: len(name.split())] == name.split()), None)
        assert command is not None, f"shortpay {' '.join(words)}"
        assert {word for word in words if word.startswith("--")} <= known[command]


def test_every_command_and_target_is_documented() -> None:
    table = set(re.findall(r"^\| `shortpay ([a-z]+)", README, re.MULTILINE))
    assert {name.split()[0] for name in commands()} == table
    assert set(re.findall(r"^\| `make ([a-z]+)`", CONTRIBUTING, re.MULTILINE)) == TARGETS


def test_options_in_the_command_table_exist() -> None:
    known = commands()
    for name, rest in re.findall(r"^\| `shortpay ([a-z]+)(.*)$", README, re.MULTILINE):
        options = set(re.findall(r"--[a-z-]+", rest))
        assert options <= {option for command, own in known.items() if command.startswith(name) for option in own}


def test_packages_are_those_the_build_machine_installs() -> None:
    [packages] = re.findall(r"apt-get install (.+)", README)
    [wanted] = re.findall(r"wanted=\((.+)\)", (ROOT / ".ci" / "run").read_text("utf-8"))
    assert set(packages.split()) <= set(wanted.split())


def test_exit_codes_are_those_of_the_program() -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert codes == {errors.FAILED, errors.WRONG_INPUT, errors.NO_ROOM, errors.BUSY}


def test_endings_that_are_taken() -> None:
    [line] = [line for line in README.splitlines() if "are taken" in line]
    assert set(re.findall(r"\.[a-z0-9]+\b", line.partition("inbox/")[2])) == set(TAKEN)


@DOCUMENTS
def test_files_that_are_named_exist(text: str) -> None:
    named = set(re.findall(r"\]\(([^)#:]+)\)", text)) | set(re.findall(r"`((?:tests|flows)/[a-z_/]+\.py)`", text))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_what_the_readme_quotes_is_what_the_demo_prints(tmp_path: Path) -> None:
    assert refreshed(README, quotes(fill(tmp_path / "demo"))) == README, "make golden writes it again"


def test_ceilings_are_those_of_the_project_file() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    bounds = re.findall(r"^\| `([a-z]+[<>=][^`]+)` \|", CONTRIBUTING, re.MULTILINE)
    assert len(bounds) == 3
    assert [bound for bound in bounds if f'"{bound}"' not in project] == []
    assert "duckdb locked at 1.5.5" in CONTRIBUTING
    assert '"duckdb==1.5.5"' in project


def test_the_deployment_calls_the_flow_as_it_is() -> None:
    [deployment] = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    path, _, name = deployment["entrypoint"].partition(":")
    functions = [node for node in ast.parse((ROOT / path).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    [flow] = [node for node in functions if node.name == name]
    assert set(deployment["parameters"]) <= {argument.arg for argument in flow.args.args}


def test_the_version_heads_the_changelog() -> None:
    [version] = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    first, *_ = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first == version
    assert f"git tag -a v{version} " in RELEASING


def test_the_public_build_is_the_one_of_the_build_machine() -> None:
    [job] = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"].values()
    ours = [step["run"] for step in job["steps"] if "run" in step and "apt-get" not in step["run"]]
    assert ours == [".ci/run"]
    assert job["container"].startswith("debian:")


def test_hooks_are_the_tools_of_the_lock() -> None:
    [local] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert local["repo"] == "local"
    assert {hook["entry"].split()[0] for hook in local["hooks"]} == {".venv/bin/ruff"}
