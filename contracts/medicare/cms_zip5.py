"""The CMS file of ZIP codes and localities (ZIP5_MMMyyyy.txt): fixed width, 80 characters a line.

Layout (ZIP5lyout.txt): state 1-2, ZIP 3-7, carrier 8-12, pricing locality 13-14, plus-four flag 21, year and quarter
76-80. The file of ZIP+4 has the same beginning, and the extension from column 22 on: it is not this one.
"""

import re
from dataclasses import dataclass
from typing import Final

from contracts.medicare.cms_table import ImportProblem
from contracts.medicare.locality import ZipRange, ranges

LINE: Final = re.compile(r"[A-Z]{2}(\d{5})(\d{5})([0-9A-Z]{2}).{6}([01]) .{53}(20\d\d)([1-4])")


@dataclass(frozen=True, slots=True)
class CmsZips:
    """A ZIP file as read: its quarter ('2025Q4') and its ZIPs in ranges."""

    quarter: str
    zip_count: int
    ranges: tuple[ZipRange, ...]


def is_zip5(head: str) -> bool:
    return bool(LINE.fullmatch(head.split("\n", 1)[0].rstrip("\r")))


def parse(file: str, text: str) -> CmsZips:
    """Raises ImportProblem on a line of another form, a ZIP that comes twice, or two quarters in one file."""
    zips, quarters, seen = [], set[str](), set[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip("\x1a "):
            continue
        fields = LINE.fullmatch(line)
        if fields is None:
            raise ImportProblem(file, "is not a line of 80 characters in the ZIP5 layout", row=number)
        zip5, mac, locality, flag, year, quarter = fields.groups()
        if zip5 in seen:
            raise ImportProblem(file, f"ZIP {zip5} occurs a second time", row=number)
        seen.add(zip5)
        zips.append((zip5, mac, locality, flag == "1"))
        quarters.add(f"{year}Q{quarter}")
    if len(quarters) != 1:
        raise ImportProblem(file, f"expected one quarter in all lines, found {', '.join(sorted(quarters)) or 'none'}")
    return CmsZips(quarters.pop(), len(zips), ranges(zips))
