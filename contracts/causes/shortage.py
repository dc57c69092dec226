"""A short line or visit: what the search for its cause knows besides the situation, and its key."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from contracts.keys import read_key, text_or_none, write_key
from contracts.money import NOTHING, plain
from contracts.situation import Line, Situation

WHOLE_VISIT = 0


@dataclass(frozen=True, slots=True)
class NamedCut:
    """A price cut that the remittance gives a reason code of its own; dollars of the line, above zero."""

    reason: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Shortage:
    """`line` counts from 1 in the situation; 0 is the visit as a whole. `expected` and `actual` are allowed dollars.

    `charge`, `place_of_service`, `locality`, `site` and `credential` are those of the line, also where its own
    agreement needs none of them: another one might. `units_paid` only where fewer were paid than are owed and the rest
    was not denied. `deducted` was taken after the price without the agreement's permission, most of it under
    `deducted_reason`, and is all that is missing where `is_price_right`. `is_repriced`: a repricer signed the claim
    (REF*9A). `in_company`: the patient has another line of that day, of which the payer left a larger part.
    `law_on`: the last day until the service on which a law of cuts changed.
    `patient_share` is what it left to the patient. `is_sequestered`: sequestration was taken with its own code.
    `recoded` are the code billed and the lower level of the same service that the payer adjudicated in its place.
    """

    line: int
    expected: Decimal
    actual: Decimal
    charge: Decimal | None = None
    place_of_service: str | None = None
    locality: str | None = None
    site: str | None = None
    credential: str | None = None
    units_paid: Decimal | None = None
    deducted: Decimal = NOTHING
    deducted_reason: str | None = None
    named: tuple[NamedCut, ...] = ()
    is_price_right: bool = False
    is_repriced: bool = False
    in_company: bool = False
    law_on: date | None = None
    patient_share: Decimal = NOTHING
    is_sequestered: bool = False
    recoded: tuple[str, str] | None = None

    def key(self) -> str:
        return write_key(
            {
                "line": self.line,
                "expected": f"{self.expected:.2f}",
                "actual": f"{self.actual:.2f}",
                "charge": None if self.charge is None else f"{self.charge:.2f}",
                "place_of_service": self.place_of_service,
                "locality": self.locality,
                "site": self.site,
                "credential": self.credential,
                "units_paid": None if self.units_paid is None else plain(self.units_paid),
                "deducted": f"{self.deducted:.2f}",
                "deducted_reason": self.deducted_reason,
                "named": [{"reason": cut.reason, "amount": f"{cut.amount:.2f}"} for cut in self.named],
                "is_price_right": self.is_price_right,
                "is_repriced": self.is_repriced,
                "in_company": self.in_company,
                "law_on": None if self.law_on is None else self.law_on.isoformat(),
                "patient_share": f"{self.patient_share:.2f}",
                "is_sequestered": self.is_sequestered,
                "recoded": None if self.recoded is None else " ".join(self.recoded),
            }
        )

    @classmethod
    def from_key(cls, key: str) -> "Shortage":
        fields = read_key(key)
        return cls(
            line=cast("int", fields["line"]),
            expected=Decimal(str(fields["expected"])),
            actual=Decimal(str(fields["actual"])),
            charge=_number(fields, "charge"),
            place_of_service=text_or_none(fields, "place_of_service"),
            locality=text_or_none(fields, "locality"),
            site=text_or_none(fields, "site"),
            credential=text_or_none(fields, "credential"),
            units_paid=_number(fields, "units_paid"),
            deducted=Decimal(str(fields["deducted"])),
            deducted_reason=text_or_none(fields, "deducted_reason"),
            named=tuple(
                NamedCut(cut["reason"], Decimal(cut["amount"]))
                for cut in cast("list[dict[str, str]]", fields["named"] or [])
            ),
            is_price_right=bool(fields["is_price_right"]),
            is_repriced=bool(fields["is_repriced"]),
            in_company=bool(fields["in_company"]),
            law_on=None if fields["law_on"] is None else date.fromisoformat(str(fields["law_on"])),
            patient_share=Decimal(str(fields["patient_share"])),
            is_sequestered=bool(fields["is_sequestered"]),
            recoded=_codes(text_or_none(fields, "recoded")),
        )

    def completed(self, situation: Situation) -> Situation:
        """The situation with the facts of the line that its own agreement does not need."""
        lines = list(situation.lines)
        if self.line != WHOLE_VISIT:
            line = lines[self.line - 1]
            lines[self.line - 1] = replace(
                line,
                charge=self.charge if line.charge is None else line.charge,
                credential=line.credential or self.credential,
            )
        return replace(
            situation,
            place_of_service=situation.place_of_service or self.place_of_service,
            locality=situation.locality or self.locality,
            site=situation.site or self.site,
            lines=tuple(lines),
        )


def line_of(situation: Situation, line: int) -> Line:
    return situation.lines[line - 1]


def _codes(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    billed, adjudicated = text.split(" ")
    return billed, adjudicated


def _number(fields: dict[str, object], name: str) -> Decimal | None:
    text = text_or_none(fields, name)
    return None if text is None else Decimal(text)
