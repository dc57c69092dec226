"""Remittances spoiled at random, the same ones in every run: file `number` of a run depends on its seed alone.

`python -m tests.parsers.mutated SOURCE SEED NUMBER` writes one of them to standard output.
"""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reference import CORPUS, needed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[2]
SOURCES = {"fixtures": ROOT / "fixtures" / "remits", "corpus": CORPUS}
LARGEST_SEED = 5_000  # bytes; of a larger file its head and one stretch are used, so that many files stay few bytes
MONEY = {"BPR": (2,), "CLP": (3, 4, 5), "SVC": (2, 3), "CAS": (3, 6, 9), "PLB": (4, 6), "AMT": (2,)}
NO_AMOUNTS = (
    "ABC",
    "1,000.00",
    "$5",
    "1e3",
    "--5",
    "1.005",
    "12-",
    "N/A",
    "0x10",
    "99999999999999",
    "5 0",
    "~",
    "*",
    "",
)
ODD_AMOUNTS = (".5", "07", "45.", "-.34", "1790.000", "-0", "0", "-25.5", "9999999999.99")
MARKS = b"*|^!+>;\x1d\t"
ENDS = (b"~", b"\n", b"\r\n", b"~\r\n", b"\n~", b"\x1e", b"'", b"\x85", b"~\n\n")
COMPONENTS = b":>|^\\\x1f"


@dataclass(frozen=True)
class Spoiled:
    """A file of a run, with what was done to it: enough to say which one is meant, nothing of what it holds."""

    number: int
    story: str
    content: bytes


def remits(source: str) -> list[bytes]:
    """The remittances of a source in the order of their paths."""
    if SOURCES[source] == CORPUS:
        needed(CORPUS)
    return [path.read_bytes() for path in sorted(SOURCES[source].rglob("*.835"))]


def spoiled(seed: str, number: int, sound: Sequence[bytes]) -> Spoiled:
    """File `number` of run `seed`: one of `sound`, with one to three things done to it."""
    chance = random.Random(f"{seed}/{number}")
    place = chance.randrange(len(sound))
    content = _fresh(chance, _stretch(chance, sound[place]), number)
    names = chance.choices(list(MUTATIONS), k=chance.choice((1, 1, 2, 3)))
    for name in names:
        content = _join(chance, content, sound) if name == "join" else MUTATIONS[name](chance, content)
    return Spoiled(number, f"file {number} of seed {seed}: remittance {place}, {', '.join(names)}", content)


def _end(content: bytes) -> bytes:
    """What seems to end a segment."""
    return max((b"~", b"\n", b"'", b"\x1e", b"\x1c", b"!"), key=content.count)


def _element(content: bytes) -> bytes:
    found = re.search(rb"(?:ISA|ST)([^A-Za-z0-9\s])", content)
    return found[1] if found else b"*"


def _fresh(chance: random.Random, content: bytes, number: int) -> bytes:
    """Mostly with a trace of its own and as production data: many samples are test data and repeat a trace."""
    if content.startswith(b"ISA") and chance.random() < 0.8:
        parts = content.split(content[3:4], 16)
        parts[15:16] = [b"P" if part == b"T" else part for part in parts[15:16]]
        content = content[3:4].join(parts)
    if chance.random() < 0.7:
        content = re.sub(rb"(TRN([*|^+])1\2)[A-Za-z0-9]+", rb"\g<1>T%d" % number, content)
    return content


def _stretch(chance: random.Random, content: bytes) -> bytes:
    if len(content) <= LARGEST_SEED:
        return content
    end = _end(content)
    segments = content.split(end)
    claims = [place for place, text in enumerate(segments) if text.lstrip().startswith(b"CLP")]
    start = chance.choice(claims)
    return end.join([*segments[: claims[0]], *segments[start : start + 60], *segments[-4:]])


def _segments(change: Callable[[random.Random, list[bytes]], list[bytes]]) -> Callable[[random.Random, bytes], bytes]:
    def changed(chance: random.Random, content: bytes) -> bytes:
        end = _end(content)
        return end.join(change(chance, content.split(end)))

    return changed


def _elements(change: Callable[[random.Random, list[bytes]], None]) -> Callable[[random.Random, bytes], bytes]:
    """Changes the elements of a few segments."""

    def changed(chance: random.Random, content: bytes) -> bytes:
        end, element = _end(content), _element(content)
        segments = content.split(end)
        for place in chance.sample(range(len(segments)), k=min(len(segments), chance.randint(1, 4))):
            parts = segments[place].split(element)
            if len(parts) > 1:
                change(chance, parts)
                segments[place] = element.join(parts)
        return end.join(segments)

    return changed


def _flip(chance: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 30))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.8 else content[chance.randrange(400) :]


def _drop(chance: random.Random, segments: list[bytes]) -> list[bytes]:
    gone = set(chance.sample(range(len(segments)), k=min(len(segments), chance.choice((1, 1, 2, 6)))))
    return [text for place, text in enumerate(segments) if place not in gone]


def _double(chance: random.Random, segments: list[bytes]) -> list[bytes]:
    start = chance.randrange(len(segments))
    stop = start + chance.choice((1, 1, 2, 10, 40))
    return [*segments[:stop], *segments[start:stop], *segments[stop:]]


def _reorder(chance: random.Random, segments: list[bytes]) -> list[bytes]:
    start = chance.randrange(len(segments))
    stop = start + chance.choice((2, 2, 5, 100))
    moved = segments[start:stop]
    chance.shuffle(moved)
    return [*segments[:start], *moved, *segments[stop:]]


def _delimiters(chance: random.Random, content: bytes) -> bytes:
    """Other marks for elements, components or ends; they may collide with what the file holds, and should."""
    what = chance.randrange(3)
    if what == 0:
        return content.replace(_element(content), bytes([chance.choice(MARKS)]))
    if what == 1:
        return content.replace(b":", bytes([chance.choice(COMPONENTS)]))
    end = _end(content)
    return content.replace(b"\r", b"").replace(b"\n", b"" if end != b"\n" else b"\n").replace(end, chance.choice(ENDS))


def _wrap(chance: random.Random, content: bytes) -> bytes:
    width, line_break = chance.choice((1, 40, 80, 256)), chance.choice((b"\n", b"\r\n"))
    return line_break.join(content[at : at + width] for at in range(0, len(content), width))


def _empty(chance: random.Random, parts: list[bytes]) -> None:
    parts[chance.randrange(1, len(parts))] = b""


def _amount(chance: random.Random, parts: list[bytes]) -> None:
    """Not an amount, or one written oddly, where the segment has money; else anywhere."""
    tag = parts[0].strip().decode("latin-1")
    places = [place for place in MONEY.get(tag, ()) if place < len(parts)] or [chance.randrange(1, len(parts))]
    parts[chance.choice(places)] = chance.choice(NO_AMOUNTS + ODD_AMOUNTS).encode()


def _tag(chance: random.Random, parts: list[bytes]) -> None:
    parts[0] = chance.choice((b"ZZZ", b"ISA", b"ST", b"SE", b"CLP", b"SVC", b"PLB", b"IEA", b"", parts[0].lower()))


def _other_set(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b"ST*835", chance.choice((b"ST*277", b"ST*999", b"ST*", b"ST*820")), 1)


def _before(chance: random.Random, content: bytes) -> bytes:
    return chance.choice((b"\xef\xbb\xbf", b"Dear all,\n", b"\r\n\r\n", b"\0", b"ISA*", b"Lisa*ST*")) + content


def _noise(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.choice((1, 8, 200))) + content[at:]


def _wide(chance: random.Random, content: bytes) -> bytes:
    return content.decode("latin-1").encode(chance.choice(("utf-16", "utf-16-be", "utf-8-sig")))


def _join(chance: random.Random, content: bytes, sound: Sequence[bytes]) -> bytes:
    other = _stretch(chance, chance.choice(sound))
    between = chance.choice((b"", b"\r\n", b"\n\n", b"\x1a"))
    return content + between + (other if chance.random() < 0.7 else content)


MUTATIONS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "flip": _flip,
    "cut": _cut,
    "drop": _segments(_drop),
    "double": _segments(_double),
    "reorder": _segments(_reorder),
    "delimiters": _delimiters,
    "wrap": _wrap,
    "empty": _elements(_empty),
    "amount": _elements(_amount),
    "amounts": _elements(_amount),
    "tag": _elements(_tag),
    "other set": _other_set,
    "before": _before,
    "noise": _noise,
    "wide": _wide,
    "join": lambda _, content: content,  # needs the other remittances: see `spoiled`
}

if __name__ == "__main__":
    sys.stdout.buffer.write(spoiled(sys.argv[2], int(sys.argv[3]), remits(sys.argv[1])).content)
