"""Every file of the inbox is archived or refused by name, and receiving it twice changes nothing."""

import gzip
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from flows.intake import archive as archive_module
from flows.intake.archive import Archive, ReceivedFile
from flows.intake.inbox import Receipt, batches, receive
from flows.intake.rejected_files import REASONS
from flows.intake.settings import Receive

REMIT = b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*0000*^*00501*000000001*0*T*:~"


class Place:
    """An inbox and an archive in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.inbox = root / "inbox"
        self.inbox.mkdir()
        self.archive = Archive(root / "archive")

    def put(self, name: str, content: bytes = REMIT) -> Path:
        path = self.inbox / name
        path.write_bytes(content)
        return path

    def receive(self, limits: Receive | None = None) -> Receipt:
        return receive(self.inbox, self.archive, limits or Receive())

    def names(self) -> list[str]:
        return [entry.name for entry in self.archive.ledger()]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_bytes_are_archived_under_their_hash_and_stay_in_the_inbox(place: Place) -> None:
    path = place.put("a.835")
    assert place.receive() == Receipt(new=1, known=0, refused=())
    [entry] = place.archive.ledger()
    assert entry.sha256 == sha256(REMIT).hexdigest()
    assert entry.path == place.archive.root / entry.sha256[:2] / entry.sha256
    assert entry.content() == REMIT == path.read_bytes()
    assert stat.S_IMODE(place.archive.root.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["a.835", "a.edi", "a.X12", "a.txt", "a.RMT"])
def test_taken_endings(place: Place, name: str) -> None:
    place.put(name)
    assert place.receive().new == 1


def test_the_same_inbox_twice_changes_nothing(place: Place) -> None:
    place.put("a.835")
    place.put("b.835", REMIT + b"x")
    place.receive()
    ledger = (place.archive.root / "received.jsonl").read_bytes()
    assert place.receive() == Receipt(new=0, known=2, refused=())
    assert (place.archive.root / "received.jsonl").read_bytes() == ledger


def test_the_same_bytes_under_two_names_are_two_arrivals_of_one_content(place: Place) -> None:
    place.put("a.835")
    place.put("again.835")
    assert place.receive().new == 2
    assert len({entry.sha256 for entry in place.archive.ledger()}) == 1


def test_a_name_with_new_bytes_is_a_new_arrival(place: Place) -> None:
    place.put("a.835")
    place.receive()
    place.put("a.835", REMIT + b"more")
    assert place.receive() == Receipt(new=1, known=0, refused=())
    assert place.names() == ["a.835", "a.835"]


def test_an_emptied_inbox_loses_nothing(place: Place) -> None:
    path = place.put("a.835")
    place.receive()
    path.unlink()
    assert place.receive() == Receipt(new=0, known=0, refused=())
    assert [entry.content() for entry in place.archive.ledger()] == [REMIT]


def test_each_file_that_is_not_read_is_named_with_reason_and_remedy(place: Place) -> None:
    place.put("good.835")
    place.put("letter.pdf")
    place.put("nothing.835", b"")
    (place.inbox / "folder.835").mkdir()
    os.mkfifo(place.inbox / "pipe.835")
    (place.inbox / "gone.835").symlink_to("nowhere")
    receipt = place.receive()
    assert receipt.new == 1
    assert {(file.name, file.reason_code) for file in receipt.refused} == {
        ("letter.pdf", "unsupported"),
        ("nothing.835", "empty"),
        ("folder.835", "directory"),
        ("pipe.835", "not_a_file"),
        ("gone.835", "vanished"),
    }
    for file in receipt.refused:
        assert file.sentence.startswith(file.name)
        assert file.sentence.endswith(".")


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(place: Place, tmp_path_factory: pytest.TempPathFactory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.835"
    secret.write_bytes(REMIT)
    (place.inbox / "a.835").symlink_to(secret)
    receipt = place.receive()
    assert (receipt.new, [file.reason_code for file in receipt.refused]) == (0, ["leads_away"])
    assert place.archive.ledger() == []


def test_a_link_inside_the_workspace_is_followed(place: Place) -> None:
    kept = place.inbox.parent / "kept.835"
    kept.write_bytes(REMIT)
    (place.inbox / "a.835").symlink_to(kept)
    assert place.receive() == Receipt(new=1, known=0, refused=())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_file_of_another_user_is_taken_only_when_the_settings_name_its_owner(place: Place) -> None:
    os.chown(place.put("a.835"), 4711, -1)
    [refused] = place.receive().refused
    assert refused.sentence == (
        "a.835 belongs to another user (user 4711) than the one who runs the night. Deliver it as that user, or name "
        "its owner in owners under [receive] in shortpay.toml."
    )
    assert place.receive(Receive(owners=(4711,))).new == 1


def test_a_file_that_may_not_be_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("a.835")
    place.put("b.835")
    opened = Path.open

    def refuse_a(path: Path, *args: str, **kwargs: str) -> object:
        if path.name == "a.835":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse_a)
    receipt = place.receive()
    assert [file.reason_code for file in receipt.refused] == ["no_permission"]
    assert receipt.new == 1


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_night(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.put("upload.835")
    place.put("whole.835", REMIT + b"x")
    read_block = archive_module._next_block

    def append_while_reading(source: archive_module.Readable) -> bytes:
        if getattr(source, "name", None) == str(path) and path.stat().st_size == len(REMIT):
            with path.open("ab") as upload:
                upload.write(b"more")
        return read_block(source)

    with monkeypatch.context() as patched:
        patched.setattr(archive_module, "_next_block", append_while_reading)
        receipt = place.receive()
    assert [(file.name, file.reason_code) for file in receipt.refused] == [("upload.835", "growing")]
    assert place.names() == ["whole.835"]
    assert place.receive() == Receipt(new=1, known=1, refused=())


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(place: Place) -> None:
    place.put("big.835", b"x" * (2 << 20))
    receipt = place.receive(Receive(max_file_megabytes=1))
    assert [file.reason_code for file in receipt.refused] == ["too_large"]
    assert [path for path in place.archive.root.rglob("*") if path.is_file()] == []


def test_what_a_killed_night_left_half_copied_is_swept_away(place: Place) -> None:
    place.archive.root.mkdir()
    (place.archive.root / ".incoming.99999").write_bytes(b"half")
    place.receive()
    assert list(place.archive.root.glob(".incoming*")) == []


def test_a_torn_ledger_line_costs_nothing(place: Place) -> None:
    place.put("a.835")
    place.receive()
    ledger = place.archive.root / "received.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:-20])
    assert place.receive().new == 1
    assert place.names() == ["a.835"]
    place.put("b.835", REMIT + b"x")
    place.receive()
    assert place.names() == ["a.835", "b.835"]


def test_a_name_without_its_bytes_is_filled_again(place: Place) -> None:
    place.put("a.835")
    place.receive()
    [entry] = place.archive.ledger()
    entry.path.write_bytes(b"")
    place.receive()
    assert entry.content() == REMIT


def test_odd_names_are_written_out(place: Place) -> None:
    place.put("a\x1b[31m\nb.835")
    (place.inbox / os.fsdecode(b"caf\xe9.835")).write_bytes(REMIT)
    place.receive()
    assert place.names() == [r"a\x1b[31m\nb.835", r"caf\xe9.835"]


def test_a_zip_or_gz_is_recognised_by_its_bytes(place: Place) -> None:
    place.put("plain.835", gzip.compress(REMIT))
    place.receive()
    assert [entry.content() for entry in place.archive.ledger()] == [REMIT]


def test_batches_join_small_files_and_leave_large_ones_alone(place: Place) -> None:
    place.put("a.835")
    place.receive()
    [small] = place.archive.ledger()
    large = ReceivedFile("large", "0", small.path, 3 << 20, small.received_at)
    groups = list(batches([small, small, large, small], 2))
    assert [len(group) for group in groups] == [2, 1, 1]
    assert list(batches([], 2)) == []


def test_every_reason_says_what_to_do() -> None:
    for code, sentence in REASONS.items():
        assert sentence.count(". ") >= 1, code
        assert sentence.endswith("."), code
