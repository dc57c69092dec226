"""Zip and gz are unpacked within limits; a bad member is named, and the others are taken."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest

from flows.intake.archive import Archive
from flows.intake.inbox import Receipt, receive
from flows.intake.settings import Receive
from tests.flows.test_inbox import REMIT


def zipped(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name, content in members:
            target.writestr(name, content)
    return buffer.getvalue()


class Place:
    def __init__(self, root: Path) -> None:
        (root / "inbox").mkdir()
        self.root = root
        self.archive = Archive(root / "archive")

    def receive(self, name: str, content: bytes, limits: Receive | None = None) -> tuple[list[str], dict[str, str]]:
        """(names taken, reason by name refused)"""
        (self.root / "inbox" / name).write_bytes(content)
        receipt = self.outcome(limits)
        taken = [entry.name for entry in self.archive.ledger()]
        return taken, {file.name: file.reason_code for file in receipt.refused}

    def outcome(self, limits: Receive | None = None) -> Receipt:
        return receive(self.root / "inbox", self.archive, limits or Receive())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_members_are_named_after_their_zip(place: Place) -> None:
    content = zipped(("a.835", REMIT), ("sub/b.835", REMIT + b"x"), ("__MACOSX/._a.835", b"clutter"))
    assert place.receive("batch.zip", content) == (["batch.zip!a.835", "batch.zip!sub/b.835"], {})
    assert [entry.content() for entry in place.archive.ledger()] == [REMIT, REMIT + b"x"]
    assert place.outcome() == Receipt(new=0, known=2, refused=())


def test_a_gz_keeps_its_name_and_gives_its_content(place: Place) -> None:
    assert place.receive("a.835.gz", gzip.compress(REMIT, mtime=0)) == (["a.835.gz"], {})
    assert [entry.content() for entry in place.archive.ledger()] == [REMIT]


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("../../etc/evil.835", "unsafe_path"),
        ("/etc/evil.835", "unsafe_path"),
        ("..\\evil.835", "unsafe_path"),
        ("C:\\evil.835", "unsafe_path"),
        ("letter.pdf", "unsupported"),
        ("inner.zip", "nested"),
        ("inner.835.gz", "nested"),
    ],
)
def test_a_member_that_is_not_taken_is_named_and_the_rest_goes_on(place: Place, member: str, reason: str) -> None:
    taken, refused = place.receive("batch.zip", zipped((member, REMIT), ("good.835", REMIT)))
    assert taken == ["batch.zip!good.835"]
    assert list(refused.values()) == [reason]
    assert not any(path.name.startswith("evil") for path in place.root.rglob("*"))


def test_an_empty_member_and_a_hidden_archive(place: Place) -> None:
    content = zipped(("none.835", b""), ("hidden.835", zipped(("x.835", REMIT))), ("good.835", REMIT))
    taken, refused = place.receive("batch.zip", content)
    assert taken == ["batch.zip!good.835"]
    assert refused == {"batch.zip!none.835": "empty", "batch.zip!hidden.835": "nested"}


def test_a_damaged_member_is_named_and_the_rest_goes_on(place: Place) -> None:
    content = zipped(("bad.835", REMIT), ("good.835", b"G" + REMIT), compression=zipfile.ZIP_STORED)
    taken, refused = place.receive("batch.zip", content.replace(REMIT, b"X" * len(REMIT), 1))
    assert taken == ["batch.zip!good.835"]
    assert refused == {"batch.zip!bad.835": "bad_member"}


def test_a_member_behind_a_password(place: Place) -> None:
    content = bytearray(zipped(("secret.835", REMIT)))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(magic) + offset
        content[at : at + 2] = struct.pack("<H", 1)
    assert place.receive("batch.zip", bytes(content)) == ([], {"batch.zip!secret.835": "encrypted"})


def test_a_bomb_is_refused_before_it_unpacks(place: Place) -> None:
    taken, refused = place.receive("batch.zip", zipped(("bomb.835", b"\0" * (8 << 20)), ("good.835", REMIT)))
    assert taken == ["batch.zip!good.835"]
    assert refused == {"batch.zip!bomb.835": "bomb"}


def test_a_gz_bomb_stops_at_its_ratio(place: Place) -> None:
    assert place.receive("a.gz", gzip.compress(b"\0" * (8 << 20), mtime=0)) == ([], {"a.gz": "bomb"})


def test_limits_on_members_and_on_the_sum_of_sizes(place: Place) -> None:
    many = zipped(("a.835", REMIT), ("b.835", REMIT))
    assert place.receive("many.zip", many, Receive(max_members=1)) == ([], {"many.zip": "too_many_members"})
    (place.root / "inbox" / "many.zip").unlink()
    big = zipped(("a.835", b"a" * (1 << 20)), ("b.835", b"b" * (1 << 20)))
    assert place.receive("big.zip", big, Receive(max_total_megabytes=1)) == ([], {"big.zip": "too_large"})


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("torn.zip", zipped(("a.835", REMIT))[:-30], "bad_zip"),
        ("text.zip", REMIT, "bad_zip"),
        ("none.zip", zipped(), "empty"),
        ("torn.gz", gzip.compress(REMIT, mtime=0)[:-9], "bad_gz"),
        ("text.gz", REMIT, "bad_gz"),
        ("none.gz", gzip.compress(b"", mtime=0), "empty"),
        ("box.tar.gz", gzip.compress(REMIT, mtime=0), "nested"),
        ("double.gz", gzip.compress(gzip.compress(REMIT, mtime=0), mtime=0), "nested"),
    ],
)
def test_containers_that_cannot_be_opened(place: Place, name: str, content: bytes, reason: str) -> None:
    assert place.receive(name, content) == ([], {name: reason})


def test_the_container_itself_is_archived_before_it_is_opened(place: Place) -> None:
    content = zipped(("letter.pdf", b"%PDF"))
    place.receive("batch.zip", content)
    kept = [path.read_bytes() for path in place.archive.root.rglob("*") if path.is_file() and len(path.name) == 64]
    assert kept == [content]
