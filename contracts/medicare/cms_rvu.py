"""The CMS relative value file (PPRRVU): a CSV with ten head lines whose column names run over several rows.

Three layouts are known: 2025, 2026 (one more column) and a plain table with one header row. Every row must add up to
its printed totals. Record layout: RVU25D.pdf in the same download.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from contracts.medicare import rvu
from contracts.medicare.cms_table import ImportProblem, amount, places, rows_of, stacked
from contracts.medicare.law import ConversionFactorKind, Law
from contracts.medicare.rvu import NUMBERS, Coverage, RelativeValues

TITLE: Final = re.compile(r"(20\d\d) National Physician Fee Schedule Relative Value File (\w+) Release", re.IGNORECASE)
RELEASED: Final = re.compile(r"RELEASED (\d{2})/(\d{2})/(\d{4})")
NAMED: Final = re.compile(r"RVU(\d{2}[A-D]R?)(?![A-Z0-9])", re.IGNORECASE)
LETTERS: Final = {"january": "A", "april": "B", "july": "C", "october": "D"}
HEADER: Final = re.compile(r"^HCPCS,MOD,(?:DESCRIPTION|STATUS_CODE),", re.IGNORECASE | re.MULTILINE)
CODE: Final = re.compile(r"[0-9A-Z]{5}")
VARIANT: Final = re.compile(r"(?:non)?qpp", re.IGNORECASE)
MODIFIERS: Final = {"", "26", "TC", "53"}
HEADER_ROWS: Final = 5

# CMS column -> our field; '' is read and not kept. Descriptions are under copyright and are dropped here.
OF_2025: Final[Mapping[str, str]] = {
    "HCPCS": "code",
    "MOD": "modifier",
    "DESCRIPTION": "",
    "STATUS CODE": "status",
    "NOT USED FOR MEDICARE PAYMENT": "not_used_for_payment",
    "WORK RVU": "work_rvu",
    "NON-FAC PE RVU": "pe_nonfacility_rvu",
    "NON-FAC NA INDICATOR": "na_nonfacility",
    "FACILITY PE RVU": "pe_facility_rvu",
    "FACILITY NA INDICATOR": "na_facility",
    "MP RVU": "mp_rvu",
    "NON-FACILITY TOTAL": "total_nonfacility",
    "FACILITY TOTAL": "total_facility",
    "PCTC IND": "pctc",
    "GLOB DAYS": "global_days",
    "PRE OP": "preoperative_share",
    "INTRA OP": "intraoperative_share",
    "POST OP": "postoperative_share",
    "MULT PROC": "multiple_procedure",
    "BILAT SURG": "bilateral",
    "ASST SURG": "assistant",
    "CO- SURG": "co_surgeon",
    "TEAM SURG": "team",
    "ENDO BASE": "endoscopy_base",
    "CONV FACTOR": "conversion_factor",
    "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES": "supervision",
    "CALCULATION FLAG": "calculation_flag",
    "DIAGNOSTIC IMAGING FAMILY INDICATOR": "imaging_family",
    "NON-FACILITY PE USED FOR OPPS PAYMENT AMOUNT": "opps_pe_nonfacility_rvu",
    "FACILITY PE USED FOR OPPS PAYMENT AMOUNT": "opps_pe_facility_rvu",
    "MP USED FOR OPPS PAYMENT AMOUNT": "opps_mp_rvu",
}
OF_2026: Final[Mapping[str, str]] = {**OF_2025, "PRIC IND": ""}
PLAIN: Final[Mapping[str, str]] = {
    "HCPCS": "code",
    "MOD": "modifier",
    "STATUS_CODE": "status",
    "NOT_USED_FOR_MEDICARE_PAYMENT": "not_used_for_payment",
    "WORK_RVU": "work_rvu",
    "NON_FAC_PE_RVU": "pe_nonfacility_rvu",
    "NON_FAC_INDICATOR": "na_nonfacility",
    "FACILITY_PE_RVU": "pe_facility_rvu",
    "FACILITY_INDICATOR": "na_facility",
    "MP_RVU": "mp_rvu",
    "NON_FACILITY_TOTAL": "total_nonfacility",
    "FACILITY_TOTAL": "total_facility",
    "PCTC_IND": "pctc",
    "GLOB_DAYS": "global_days",
    "PRE_OP": "preoperative_share",
    "INTRA_OP": "intraoperative_share",
    "POST_OP": "postoperative_share",
    "MULT_PROC": "multiple_procedure",
    "BILAT_SURG": "bilateral",
    "ASST_SURG": "assistant",
    "CO_SURG": "co_surgeon",
    "TEAM_SURG": "team",
    "ENDO_BASE": "endoscopy_base",
    "CONV_FACTOR": "conversion_factor",
    "PHYSICIAN_SUPERVISION_OF_DIAGNOSTIC_PROCEDURES": "supervision",
    "CALCULATION_FLAG": "calculation_flag",
    "DIAGNOSTIC_IMAGING_FAMILY_INDICATOR": "imaging_family",
    "NON_FACILITY_PE_USED_FOR_OPPS_PAYMENT_AMOUNT": "opps_pe_nonfacility_rvu",
    "FACILITY_PE_USED_FOR_OPPS_PAYMENT_AMOUNT": "opps_pe_facility_rvu",
    "MP_USED_FOR_OPPS_PAYMENT_AMOUNT": "opps_mp_rvu",
}


@dataclass(frozen=True, slots=True)
class CmsRelease:
    """A relative value file as read: its release ('RVU26C'), the day CMS released it if it says, and every row.

    Qualifying APM participants have a file of their own: the same rows, and a conversion factor of that kind.
    """

    release: str
    released: date | None
    conversion_factor: Decimal
    conversion_factor_kind: ConversionFactorKind
    rows: tuple[RelativeValues, ...]

    def content(self, file: str, coverage: Coverage, rows: Sequence[RelativeValues]) -> str:
        """Our file of these rows, said to come from `file`."""
        facts = {
            "release": self.release,
            "source": f"CMS {file}",
            "released": str(self.released or "not stated"),
            "conversion_factor": str(self.conversion_factor),
            "conversion_factor_kind": self.conversion_factor_kind,
        }
        return rvu.content(facts, coverage, rows)


def is_relative_values(head: str) -> bool:
    return bool(HEADER.search(head))


def parse(file: str, text: str, law: Law) -> CmsRelease:
    """Reads the whole file. `file` may carry a folder or archive in front. Raises ImportProblem."""
    cells = rows_of(text)
    header = next((number for number, row in enumerate(cells) if row and row[0].upper() == "HCPCS"), None)
    if header is None:
        raise ImportProblem(file, "expected a header row that begins with HCPCS, found none")
    # Title, copyright and release day are above the description column's name, and belong to no column name.
    above = [[*row[:2], "", *row[3:]] for row in cells[max(0, header - HEADER_ROWS) : header]]
    columns = places(file, header + 1, stacked([*above, cells[header]]), (OF_2025, OF_2026, PLAIN))
    rows, factors, seen = [], set(), set[tuple[str, str]]()
    for number, row in enumerate(cells[header + 1 :], header + 2):
        if not any(row):
            continue
        if len(row) != len(cells[header]):
            raise ImportProblem(file, f"has {len(row)} fields, expected {len(cells[header])}", row=number)
        values = _row(file, number, {field: row[place] for field, place in columns.items()})
        factors.add(row[columns["conversion_factor"]])
        if (values.code, values.modifier) in seen:
            raise ImportProblem(file, f"{values.key} occurs a second time", row=number)
        seen.add((values.code, values.modifier))
        rows.append(values)
    if len(factors) != 1:
        found = ", ".join(sorted(factors)) or "none"
        raise ImportProblem(file, f"expected one conversion factor in all rows, found {found}")
    factor = amount(file, header + 2, "CONV FACTOR", factors.pop())
    release = _release(file, text, factor, law)
    return CmsRelease(release, _released(text), factor, _kind(file, release, factor, law), tuple(rows))


def _row(file: str, number: int, texts: Mapping[str, str]) -> RelativeValues:
    if not CODE.fullmatch(texts["code"]) or texts["modifier"] not in MODIFIERS:
        found = f"code '{texts['code']}' with modifier '{texts['modifier']}'"
        raise ImportProblem(
            file, f"expected a code of five characters and 26, TC, 53 or nothing; found {found}", row=number
        )
    numbers = {name: amount(file, number, name, texts[name]) for name in NUMBERS}
    for setting in ("nonfacility", "facility"):
        total = numbers["work_rvu"] + numbers[f"pe_{setting}_rvu"] + numbers["mp_rvu"]
        printed = amount(file, number, f"total_{setting}", texts[f"total_{setting}"])
        if total != printed:
            message = f"work, practice expense and malpractice add up to {total}, printed is {printed}"
            raise ImportProblem(file, message, row=number, column=f"total_{setting}")
    if texts["calculation_flag"] != "0":
        # 0 in every row since July 2014; anything else would mean another arithmetic.
        raise ImportProblem(file, "calculation flag is not 0", row=number, column="CALCULATION FLAG")
    named = {name: texts[name] for name in texts if name in RelativeValues.__slots__ and name not in NUMBERS}
    return RelativeValues(**named, **numbers)  # type: ignore[arg-type]


def _release(file: str, text: str, factor: Decimal, law: Law) -> str:
    """The release, by title or file name. A mid-year correction has its predecessor's title and another factor."""
    title, named = TITLE.search(text), NAMED.findall(file)
    letter = LETTERS.get(title[2].lower()) if title else None
    if title and letter is None:
        raise ImportProblem(file, f"expected a release of January, April, July or October, the title says '{title[2]}'")
    by_name = f"RVU{named[-1].upper()}" if named else None
    by_title = f"RVU{title[1][2:]}{letter}" if title else None
    if by_name is None and by_title is None:
        raise ImportProblem(
            file, "neither title nor file name says the release", remedy="put it into the name, like RVU26C"
        )
    if by_name and by_title and by_name.removesuffix("R") != by_title:
        message = f"the title says {by_title}, the file name {by_name}"
        raise ImportProblem(file, message, remedy="name the file after its release")
    stem = by_title or by_name or ""
    calendar = law.releases_of(2000 + int(stem[3:5]))
    wanted = [by_name] if by_name else [by_title, f"{by_title}R"]
    candidates = [(first, name) for first, name in calendar if name in wanted]
    fitting = [name for first, name in candidates if _fits(factor, first, law)]
    if len(fitting) == 1:
        return fitting[0]
    if not candidates:
        message = f"the day on which {by_name or by_title} comes into force is not known"
        raise ImportProblem(file, message, remedy="update shortpay")
    known = ", ".join(name for _, name in candidates)
    message = f"prints the conversion factor {factor}, which is not that of {known}"
    raise ImportProblem(file, message, remedy="check the release; where Congress changed the factor, update shortpay")


def _fits(factor: Decimal, first: date, law: Law) -> bool:
    kinds = (law.timeline("conversion_factor", kind).on(first) for kind in ("standard", "qualifying_apm"))
    known = [period.number for period in kinds if period]
    return not known or factor in known


def _kind(file: str, release: str, factor: Decimal, law: Law) -> ConversionFactorKind:
    """By the factor where the law table has the year's; else by the file name, which must then say it."""
    first = next(first for first, name in law.releases_of(2000 + int(release[3:5])) if name == release)
    if standard := law.timeline("conversion_factor", "standard").on(first):
        return "standard" if factor == standard.number else "qualifying_apm"
    if (variant := VARIANT.search(file)) is None:
        remedy = "keep the name CMS gave it, with QPP or nonQPP"
        raise ImportProblem(
            file, "neither the name nor our law table says whose conversion factor it prints", remedy=remedy
        )
    return "qualifying_apm" if variant[0].lower() == "qpp" else "standard"


def _released(text: str) -> date | None:
    found = RELEASED.search(text)
    return date(int(found[3]), int(found[1]), int(found[2])) if found else None
