"""What is wrong with a file a person wrote: collected while reading, reported all at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`file` is the file's name, `key` the place in it ('terms[2].percent', 'row 14'), `message` what to change."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}" if self.key else f"{self.file}: {self.message}"


class Problems(Exception):  # noqa: N818 -- it names what it carries
    """Raised once, after everything was read, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
