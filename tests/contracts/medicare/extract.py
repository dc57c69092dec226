"""Makes `contracts/medicare/data` from the CMS files: python -m tests.contracts.medicare.extract (or: make golden).

Shipped are therapy, chiropractic, office visits and what these practices bill beside them, so that a new workspace
prices its first night without an import. The whole of a release comes with `shortpay rates import`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from contracts.medicare import cms_gpci, cms_rvu, cms_zip5, gpci, locality
from contracts.medicare.cms_table import decoded
from contracts.medicare.law import shipped
from tests.reference import cms_file, cms_folder

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "contracts" / "medicare" / "data"

RELATIVE_VALUES = (
    "2024/PPRRVU24_JAN.RVU24A.csv",
    "2024/PPRRVU24_JAN.RVU24AR.csv",
    "2024/PPRRVU24_JUL.RVU24C.csv",
    "2025/PPRRVU2025_Oct.csv",
    "2026/PPRRVU2026_Jul_nonQPP.csv",
)
INDICES = ("2024/GPCI2024.csv", "2025/GPCI2025.csv", "2026/GPCI2026.csv")
ZIPS = ("2025/ZIP5_OCT2025.txt",)
SOURCES = (*RELATIVE_VALUES, *INDICES, *ZIPS)

# One family a line.
FAMILIES = (
    "97[0-9]{3}",  # therapy, wound care, nutrition, acupuncture
    "0791T|G0281|G0282|G0283|G0295|G0329",  # therapy outside the 97000s
    "9250[5-8]|9252[1-6]|9259[67]|9260[5-9]|92610|96105|96125",  # speech and swallowing
    "9584[0-9]|9585[12]|9583[0-9]|95992",  # range of motion, muscle tests, canalith repositioning
    "2056[01]|2055[0-3]|2060[04-6]|2061[01]",  # dry needling, trigger points, joint injections
    "9894[0-3]|9892[5-9]",  # chiropractic and osteopathic manipulation
    "9920[2-5]|9921[1-5]|99417|G2211|G2212",  # office visits
    "9897[0-9]|9898[0-6]|G2250|G2251",  # remote therapeutic monitoring, assessments
    "2920[0]|29240|29260|29280|295[2-5]0|29540|2958[0-4]|2970[0-9]",  # strapping
    "7202[0]|7204[0]|7205[02]|7207[0-4]|7208[0-4]|7210[0]|7211[04]|72120|7214[168]",  # spine imaging
    "9090[01]|9091[23]|96110|96112|96113|96127|G0151|G0152|G0153",  # neighbours of the therapies
)
CODES = re.compile("|".join(FAMILIES))


def made() -> Iterator[tuple[Path, str]]:
    """Each file of the extract, in the order of SOURCES: its place under `data` and its text."""
    for source in RELATIVE_VALUES:
        name = Path(source).name
        release = cms_rvu.parse(name, read(source), shipped())
        rows = [row for row in release.rows if CODES.fullmatch(row.code)]
        yield Path("rvu") / f"{release.release}.csv", release.content(name, "extract", rows)
    for source in INDICES:
        name = Path(source).name
        table = cms_gpci.parse(name, read(source))
        facts = {"year": str(table.year), "source": f"CMS {name}"}
        yield Path("gpci") / f"{table.year}.csv", gpci.content(facts, table.localities)
    for source in ZIPS:
        name = Path(source).name
        zips = cms_zip5.parse(name, read(source))
        facts = {"quarter": zips.quarter, "source": f"CMS {name}"}
        yield Path("zip5") / f"{zips.quarter}.csv", locality.content(facts, zips.ranges)


def read(source: str) -> str:
    return decoded(cms_file(source).read_bytes())


def main() -> None:
    if not cms_folder().is_dir():
        sys.stderr.write(
            f"{cms_folder()} has no files of CMS, so the rates stay as they are: make reference says which\n"
        )
        return
    for place, text in made():
        path = DATA / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines\n")


if __name__ == "__main__":
    main()
