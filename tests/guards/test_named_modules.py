"""A module that a comment or a document names exists under that name."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.guards.source import PACKAGES, ROOT, Module, files, modules, plant

NAMED = re.compile(r"(?<![\w/.])(?:[a-z][\w]*/)*[a-z]\w*\.py\b")
DOTTED = re.compile(r"`((?:parsers|contracts|warehouse|flows)(?:\.\w+)+)`")


def comments(module: Module) -> list[tuple[int, str]]:
    """Comments and whole-line strings, which is what docstrings are."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return [
        (token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT or '"""' in token.string
    ]


def exists(name: str, root: Path) -> bool:
    return any(path.as_posix().endswith(f"/{name}") for path in files(root, ".py", folders=(*PACKAGES, "tests")))


def is_known(dotted: str, root: Path) -> bool:
    """A package, a module, or a name that is defined in one."""
    path = root.joinpath(*dotted.split("."))
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    owner, name = path.parent, path.name
    home = owner / "__init__.py" if owner.is_dir() else owner.with_suffix(".py")
    return (
        home.is_file()
        and re.search(rf"^(?:def|class) {name}\b|^{name}\b", home.read_text("utf-8"), re.MULTILINE) is not None
    )


def violations(texts: list[tuple[str, str]], root: Path = ROOT) -> list[str]:
    found = []
    for where, text in texts:
        found += [f"{where} names {name}, which is nowhere" for name in NAMED.findall(text) if not exists(name, root)]
        found += [
            f"{where} names {name}, which is nowhere" for name in DOTTED.findall(text) if not is_known(name, root)
        ]
    return found


def test_every_named_module_exists() -> None:
    texts = [(f"{module.path}:{line}", text) for module in modules() for line, text in comments(module)]
    texts += [(path.name, path.read_text("utf-8")) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))]
    assert violations(texts) == []


@pytest.mark.parametrize(
    "text", ["# see contracts/refusals.py", '"""Read by terms_file.py."""', '"""`contracts.pricing.gone` does it."""']
)
def test_a_planted_name_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "contracts/pricing/price.py", text)
    [module] = modules(tmp_path)
    assert len(violations(comments(module), tmp_path)) == 1


@pytest.mark.parametrize("text", ["# see pricing/price.py", '"""`contracts.pricing.price.price` and price.py."""'])
def test_names_that_exist_pass(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "contracts/pricing/price.py", f"{text}\ndef price(): ...\n")
    [module] = modules(tmp_path)
    assert violations(comments(module), tmp_path) == []
