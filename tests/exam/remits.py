"""The facts of the exam's service lines, read from its remits by the plainest loop: an oracle, not a parser."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

DENIED_BY_UNIT = {"119", "151", "222"}  # a reason of its own takes units away; CO-45 does not


@dataclass
class Sent:
    """One SVC with what its claim and its transaction say: enough to price it."""

    place: tuple[str, int]  # file, count of segments
    tin: str
    member: str
    rendering: str
    place_of_service: str
    code: str
    modifiers: tuple[str, ...]
    charge: Decimal
    paid: Decimal
    units: Decimal
    denied_units: Decimal = field(default=Decimal(0))

    @property
    def units_to_pay(self) -> Decimal:
        return self.units - self.denied_units


Key = tuple[str, str, str, str]  # file, CLP01, CLP07, place in the claim


def read(folder: Path) -> dict[Key, list[Sent]]:
    """Every line by file, claim numbers and place in the claim; a claim reversed and corrected has several."""
    found: dict[Key, list[Sent]] = defaultdict(list)
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="ascii")
        if len(text) > 106:
            _read_file(path.name, text, found)
    return found


def _read_file(name: str, text: str, found: dict[Key, list[Sent]]) -> None:
    element, component, terminator = text[3], text[104], text[105]
    tin = member = rendering = ""
    clp: list[str] = []
    of_claim: list[Sent] = []
    for number, segment in enumerate(text.split(terminator)):
        row = segment.strip().split(element)
        if row[0] == "REF" and row[1] == "TJ":
            tin = row[2]
        elif row[0] == "CLP":
            clp, of_claim, member, rendering = [*row, "", ""], [], "", ""
        elif row[0] == "NM1" and row[1] == "QC":
            member = row[9]
        elif row[0] == "NM1" and row[1] == "82":
            rendering = row[9]
        elif row[0] == "SVC":
            of_claim.append(_line((name, number), tin, member, rendering, clp, row, component))
            found[name, clp[1], clp[7], str(len(of_claim))].append(of_claim[-1])
        elif row[0] == "CAS" and of_claim:
            for reason, quantity in zip(row[2::3], row[4::3], strict=False):
                if reason in DENIED_BY_UNIT and quantity:
                    of_claim[-1].denied_units += Decimal(quantity)


def _line(
    place: tuple[str, int], tin: str, member: str, rendering: str, clp: list[str], row: list[str], component: str
) -> Sent:
    row = [*row, "", "", "", "", "", ""]
    _, code, *modifiers = row[1].split(component)
    return Sent(
        place=place,
        tin=tin,
        member=member,
        rendering=rendering,
        place_of_service=clp[8],
        code=code,
        modifiers=tuple(modifiers[:4]),
        charge=Decimal(row[2]),
        paid=Decimal(row[3]),
        units=Decimal(row[7] or row[5] or "1"),
    )


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"truth_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
