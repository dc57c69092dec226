"""Reads a file of the archive by its hash, and returns only the bytes that were archived."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def archived(archive: Path, digest: str) -> bytes | None:
    """The content of the file with this SHA-256; None when it is missing or its bytes have another hash."""
    path = archive / digest[:2] / digest
    content = path.read_bytes() if path.is_file() else b""
    return content if sha256(content).hexdigest() == digest else None
