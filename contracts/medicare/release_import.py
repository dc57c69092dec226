"""Importing the files of CMS as CMS ships them: recognised by content, checked whole, kept as our numeric CSV.

All files of a call are read and checked before the first is written; each file then replaces its predecessor in one
step. Descriptions of procedures are dropped while reading. Used by `rates.MedicareRates` from the next load on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from contracts.medicare import cms_gpci, cms_rvu, cms_zip5, gpci, locality, ratefile
from contracts.medicare.cms_archive import Member, members
from contracts.medicare.cms_table import ImportProblem, decoded
from contracts.medicare.law import Law

__all__ = ["ImportProblem", "ImportReport", "import_files"]

Kind = Literal["rvu", "gpci", "zip5", "skipped"]
XLSX: Final = b"PK\x03\x04"
NOT_USED: Final = (
    (
        re.compile(r"procstat,carrier", re.IGNORECASE),
        "the imaging cap (OPPSCAP) is computed from the relative value file",
    ),
    (re.compile(r"counties", re.IGNORECASE), "the counties of localities are not used yet"),
    (re.compile(r"anes cf|anesthesia", re.IGNORECASE), "anesthesia conversion factors are not used yet"),
    (re.compile(r"column[_ ]?(?:1|one)\b", re.IGNORECASE), "NCCI procedure-to-procedure edits are not used yet"),
    (re.compile(r"mue[_ ]", re.IGNORECASE), "medically unlikely edits (MUE) are not used yet"),
)
FIXED_WIDTH: Final = re.compile(r"^HDR|Relative Value File|Geographic Practice Cost", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file: `key` is the release, year or quarter; `written` None where nothing was."""

    file: str
    kind: Kind
    key: str
    row_count: int
    written: Path | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    report: ImportReport
    content: str
    rank: int


def import_files(paths: Sequence[Path], rates_dir: Path) -> tuple[ImportReport, ...]:
    """Imports CSV and TXT files and the .zip files around them into `rates_dir`; one report for each file found.

    Raises ImportProblem, and then nothing was written. A file alone that is not used raises; in a .zip it is skipped.
    """
    law = Law(rates_dir / "law")
    ready: list[_Ready] = []
    for path in paths:
        found = [_made(member, law, rates_dir) for member in members(path)]
        if not any(each.content for each in found):
            raise ImportProblem(path.name, "holds no file that is used", remedy="expected PPRRVU, GPCI or ZIP5 of CMS")
        ready.extend(found)
    chosen = _one_each(ready)
    for each in ready:
        if each.report.written and each in chosen:
            ratefile.write(each.report.written, each.content)
    return tuple(each.report if each in chosen else _unwritten(each.report) for each in ready)


def _made(member: Member, law: Law, rates_dir: Path) -> _Ready:
    head = decoded(member.head)
    if cms_rvu.is_relative_values(head):
        return _relative_values(member, law, rates_dir)
    if cms_gpci.is_indices(head):
        return _indices(member, rates_dir)
    if cms_zip5.is_zip5(head):
        return _zips(member, rates_dir)
    why = next((why for pattern, why in NOT_USED if pattern.search(head)), None)
    if why is None and member.head.startswith(XLSX):
        why = "spreadsheets are not read: import the CSV or TXT of the same download"
    if why is None and FIXED_WIDTH.search(head):
        why = "the fixed-width form is not read: import the CSV of the same download"
    if member.is_alone:
        raise ImportProblem(
            member.name, why or "is no file of CMS that we know", remedy="expected PPRRVU, GPCI or ZIP5"
        )
    return _Ready(ImportReport(member.name, "skipped", "", 0, None, why or "not a file we know"), "", 0)


def _relative_values(member: Member, law: Law, rates_dir: Path) -> _Ready:
    release = cms_rvu.parse(member.name, decoded(member.read()), law)
    content = release.content(_plain(member.name), "full", release.rows)
    target = rates_dir / "rvu" / f"{release.release}.csv"
    report = ImportReport(member.name, "rvu", release.release, len(release.rows), target)
    return _Ready(report, content, 0 if release.conversion_factor_kind == "standard" else 1)


def _indices(member: Member, rates_dir: Path) -> _Ready:
    table = cms_gpci.parse(member.name, decoded(member.read()))
    facts = {"year": str(table.year), "source": f"CMS {_plain(member.name)}"}
    target = rates_dir / "gpci" / f"{table.year}.csv"
    report = ImportReport(member.name, "gpci", str(table.year), len(table.localities), target)
    return _Ready(report, gpci.content(facts, table.localities), 0)


def _zips(member: Member, rates_dir: Path) -> _Ready:
    zips = cms_zip5.parse(member.name, decoded(member.read()))
    facts = {"quarter": zips.quarter, "source": f"CMS {_plain(member.name)}"}
    target = rates_dir / "zip5" / f"{zips.quarter}.csv"
    report = ImportReport(member.name, "zip5", zips.quarter, zips.zip_count, target)
    return _Ready(report, locality.content(facts, zips.ranges), 0)


def _one_each(ready: Sequence[_Ready]) -> list[_Ready]:
    """Of files for the same target, which must hold the same rows, the one to write."""
    chosen: dict[Path, _Ready] = {}
    for each in sorted(ready, key=lambda each: each.rank):
        if each.report.written is None:
            continue
        first = chosen.setdefault(each.report.written, each)
        if _rows(first.content) != _rows(each.content):
            raise ImportProblem(each.report.file, f"differs from {first.report.file}, which is also {each.report.key}")
    return list(chosen.values())


def _rows(content: str) -> list[str]:
    return [line for line in content.splitlines() if not line.startswith("#")]


def _unwritten(report: ImportReport) -> ImportReport:
    return report if report.written is None else replace(report, written=None, note="the same rows as another file")


def _plain(name: str) -> str:
    return name.rsplit(":", 1)[-1]
