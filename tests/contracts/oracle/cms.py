"""The CMS files as lists of text, and the fee of one unit in exact fractions."""

import csv
import re
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor

from tests.reference import cms_file

RELEASES = {
    2024: [
        (date(2024, 1, 1), "2024/PPRRVU24_JAN.RVU24A.csv"),
        (date(2024, 3, 9), "2024/PPRRVU24_JAN.RVU24AR.csv"),
        (date(2024, 7, 1), "2024/PPRRVU24_JUL.RVU24C.csv"),
    ],
    2025: [(date(2025, 10, 1), "2025/PPRRVU2025_Oct.csv")],
    2026: [(date(2026, 7, 1), "2026/PPRRVU2026_Jul_nonQPP.csv")],
}
INDICES = {2024: "2024/GPCI2024.csv", 2025: "2025/GPCI2025.csv", 2026: "2026/GPCI2026.csv"}
FACILITIES = set(re.findall("..", "02192122232426313441425152535661"))
NAMES = tuple(
    re.findall(
        r"\w+",
        "code mod status work nf nfna f fna mp pctc glob pre intra post mult bilat asst co base family onf of omp",
    )
)
PLACES = {  # of NAMES in each layout
    30: [0, 1, 2, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 26, 27, 28, 29],
    31: [0, 1, 3, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 27, 28, 29, 30],
    32: [0, 1, 3, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20, 21, 24, 28, 29, 30, 31],
}
REFUSED = "refused"


def rounded(dollars: Fraction) -> Fraction:
    return Fraction(floor(dollars * 100 + Fraction(1, 2)), 100)


@cache
def rows(file: str) -> dict[tuple[str, str], dict[str, str]]:
    found = {}
    with cms_file(file).open(encoding="latin-1", newline="") as stream:
        for cells in csv.reader(stream):
            if len(cells) in PLACES and len(cells[0]) == 5 and cells[0].upper() != "HCPCS":
                row = {name: cells[place].strip() for name, place in zip(NAMES, PLACES[len(cells)], strict=True)}
                found[row["code"], row["mod"]] = row
    return found


@cache
def indices(year: int) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    found = {}
    with cms_file(INDICES[year]).open(encoding="latin-1", newline="") as stream:
        for cells in csv.reader(stream):
            if cells and len(cells[0]) == 5 and cells[0].isdigit():
                numbers = [Fraction(cell) for cell in cells[4:] if cell]
                found[f"{cells[0]}/{cells[2].zfill(2)}"] = (numbers[-3], numbers[-2], numbers[-1])
    return found


@cache
def work_below_the_floor(year: int) -> dict[str, Fraction | None]:
    """Where the floor has raised the work index, or may have: the index without it, as far as CMS prints it."""
    found: dict[str, Fraction | None] = {}
    with cms_file(INDICES[year]).open(encoding="latin-1", newline="") as stream:
        for cells in csv.reader(stream):
            if cells and len(cells[0]) == 5 and cells[0].isdigit():
                *more, work = [Fraction(cell) for cell in cells[4:] if cell][:-2]
                if work == 1 and more != [Fraction(1)]:
                    found[f"{cells[0]}/{cells[2].zfill(2)}"] = more[0] if more else None
    return found


def localities(year: int) -> list[str]:
    return sorted(indices(year))


def file_of(on: date) -> str:
    served = [name for first, name in RELEASES[on.year] if first <= on]
    return served[-1] if served else RELEASES[on.year][0][1]


def factor(on: date, *, is_apm: bool = False) -> Fraction:
    if is_apm and on.year == 2026:
        return Fraction("33.5675")
    if on.year == 2024:
        return Fraction("32.7442") if on < date(2024, 3, 9) else Fraction("33.2875")
    return Fraction({2025: "32.3465", 2026: "33.4009"}[on.year])


class Fee:
    """One unit: `full` and `half` (half the practice expense) in dollars and cents, and the row."""

    def __init__(self, row, on, locality, facility, own_factor=None, floor="by_law", is_apm=False, is_capped=True):
        one = Fraction(1)
        gw, gp, gm = (one, one, one) if locality == "national" else indices(on.year)[locality]
        if floor == "off" and locality in work_below_the_floor(on.year):
            gw = work_below_the_floor(on.year)[locality] or gw
        cf = own_factor or factor(on, is_apm=is_apm)
        work, self.pe, mp = (Fraction(row[name]) for name in ("work", "f" if facility else "nf", "mp"))
        cap_pe, cap_mp = Fraction(row["of" if facility else "onf"]), Fraction(row["omp"])
        if is_capped and cap_pe + cap_mp > 0 and cap_pe * gp + cap_mp * gm < self.pe * gp + mp * gm:
            self.pe, mp = cap_pe, cap_mp
        self.full = rounded((work * gw + self.pe * gp + mp * gm) * cf)
        self.half = rounded((work * gw + self.pe * gp / 2 + mp * gm) * cf)
        self.row = row


def fee(code, mods, on, place, locality, own_factor=None, **agreed):
    """A Fee; or (REFUSED, multiple procedure indicator or None, whether a modifier is why, whether CMS has no fee)."""
    if set(mods) & {"22", "52", "66", "78", "FX", "FY", "CT"}:
        return (REFUSED, None, True, False)
    parts = sorted(set(mods) & {"26", "TC", "53"})
    if len(parts) > 1:
        return (REFUSED, None, True, False)
    part = parts[0] if parts else ""
    row = rows(file_of(on)).get((code, part))
    if row is None:
        is_component = bool(part) and (code, "") in rows(file_of(on))
        return (REFUSED, None, is_component, not is_component)
    if row["status"] == "C":
        return (REFUSED, row["mult"], False, True)
    if row["status"] not in "ART":
        return (REFUSED, None, False, row["status"] in "EINX")
    if all(Fraction(row[name]) == 0 for name in ("work", "nf", "f", "mp")):
        return (REFUSED, row["mult"], False, True)
    facility = place in FACILITIES
    if row["fna" if facility else "nfna"] == "NA":
        if not facility or not (row["pctc"] == "7" or row["mult"] == "5"):
            return (REFUSED, row["mult"], False, False)
        facility = False
    if agreed.get("floor") == "off" and work_below_the_floor(on.year).get(locality, 0) is None:
        return (REFUSED, None, False, False)
    return Fee(row, on, locality, facility, own_factor, **agreed)
