"""The repository as the guards see it: parsed modules, SQL files, and where each of them lies."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("parsers", "contracts", "warehouse", "flows")


@dataclass(frozen=True)
class Module:
    """One Python file: its path below the root, its text and its syntax tree."""

    path: str
    text: str

    @property
    def package(self) -> str:
        return self.path.split("/", 1)[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    def line(self, number: int) -> str:
        return self.text.splitlines()[number - 1]


def modules(root: Path = ROOT, *, folders: tuple[str, ...] = PACKAGES) -> list[Module]:
    """Every Python file of the product; the tests have their own sizes and habits."""
    return [
        Module(str(path.relative_to(root)), path.read_text("utf-8")) for path in files(root, ".py", folders=folders)
    ]


def files(root: Path, suffix: str, *, folders: tuple[str, ...] = PACKAGES) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((root / folder).rglob(f"*{suffix}"))


def plant(root: Path, path: str, text: str) -> None:
    """A violation, written where a careless hand would write it."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
