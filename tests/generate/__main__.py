"""`python -m tests.generate [FOLDER]`: writes AS_OF, remits/ and truth/ (below fixtures/ when no folder is given)."""

import gzip
import io
import shutil
import sys
import zipfile
from pathlib import Path

from tests.generate.claims import Remit
from tests.generate.desk import Desk
from tests.generate.facts import AS_OF, ROOT
from tests.generate.plan import remits
from tests.generate.truth import Truth
from tests.generate.x12 import amount, interchange


def content(remit: Remit, number: int, others: dict[str, bytes]) -> bytes:
    """The bytes of the X12 file itself, damaged as its verdict says."""
    if remit.content is not None:
        return remit.content
    if remit.reason.startswith("same bytes as "):
        return others[remit.reason.removeprefix("same bytes as ")]
    text = interchange(remit, number)
    if "middle of a claim" in remit.reason:
        return text[: len(text) * 3 // 5]
    if "not a number" in remit.reason:
        said = amount(remit.payments[0].bpr).encode()
        return text.replace(b"BPR*I*" + said, b"BPR*I*#" + said[:-1] + b"O", 1)
    return text


def wrapped(remit: Remit, text: bytes) -> bytes:
    if remit.wrapper == "gz":
        return gzip.compress(text, mtime=0)
    if remit.wrapper == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            member = zipfile.ZipInfo(remit.name.removesuffix(".zip") + ".835", (2026, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, text, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()
    return text


def write(folder: Path) -> None:
    """Writes everything anew; what was in remits/ and truth/ is replaced."""
    desk = Desk()
    everything = remits(desk)
    for part in ("remits", "truth"):
        shutil.rmtree(folder / part, ignore_errors=True)
    write_remits(folder, everything)
    Truth(desk, everything).write(folder / "truth")
    (folder / "AS_OF").write_text(f"{AS_OF}\n", encoding="ascii")


def write_remits(folder: Path, everything: list[Remit]) -> None:
    """The files of `remits/`, each in the folder of its verdict."""
    texts: dict[str, bytes] = {}
    for number, remit in enumerate(everything, 4001):
        texts[remit.name] = content(remit, number, texts)
        target = folder / "remits" / remit.verdict
        target.mkdir(parents=True, exist_ok=True)
        (target / remit.name).write_bytes(wrapped(remit, texts[remit.name]))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "fixtures")
