"""How far the running numbers have come, so that batches read side by side, and nights one after another, run on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbering:
    """The last number given of each kind; `segments` counts those of `file_number`, the file that was read last."""

    interchange: int = 0
    payment: int = 0
    claim: int = 0
    line: int = 0
    file_number: int | None = None
    segments: int = 0

    def of(self, key: str) -> int:
        """The last number given for `payment_number`, `claim_number`, `line_number` or `interchange_number`."""
        return int(getattr(self, key.removesuffix("_number")))
