"""The fingerprint of everything besides facts that an answer depends on: agreements, rates, rules and sites."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.agreements.agreement import Book
    from contracts.agreements.practice import Setup


def site_names(setup: Setup) -> dict[str, str]:
    """Medicare locality -> names of our sites there."""
    names: dict[str, list[str]] = {}
    for site in setup.sites:
        if site.locality is not None:
            names.setdefault(site.locality, []).append(site.name)
    return {locality: ", ".join(sorted(there)) for locality, there in sorted(names.items())}


def world_fingerprint(book: Book, sites: Mapping[str, str]) -> str:
    """SHA-256 of the agreements, rates, rules and sites: when one of them changes, the answers may change."""
    parts = [agreement.fingerprint for agreement in book]
    parts += [f"{agreement.id} {sorted(agreement.permitted_deductions)}" for agreement in book]
    parts += [f"{locality} {names}" for locality, names in sorted(sites.items())]
    return hashlib.sha256("\n".join([book.rates.fingerprint, *parts]).encode()).hexdigest()
