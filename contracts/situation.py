"""Everything that may influence a price, and nothing that was paid: each distinct situation is priced once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from contracts.keys import read_key, text_or_none, write_key
from contracts.money import plain


@dataclass(frozen=True, slots=True)
class Line:
    """A service line as adjudicated: code and modifiers in upper case, the units to be paid for, the billed charge.

    `charge` (dollars and cents of the whole line), `credential` of the rendering provider, `product` (the claim filing
    code), `claim` (1 for the first claim of the situation, 2 for the next) and `provider` (1 for the rendering provider
    of the first line, 2 for the next one) are None where the agreement does not need them or the remittance does not
    have them. `by_participant`: a qualifying APM participant rendered it, as far as the agreement asks and
    shortpay.toml says.
    """

    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    charge: Decimal | None
    credential: str | None = None
    product: str | None = None
    claim: int | None = None
    provider: int | None = None
    by_participant: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Lines that are priced together, in the order in which they count, under one agreement in one period.

    `locality` is MAC/locality ('11502/00'); `site_problem` the refusal code that says why there is none. `site` is a
    key of shortpay.toml, `visit_number` the visit's number as the agreement counts (1 = first); None when not needed.
    """

    agreement: str
    period_start: date
    place_of_service: str | None
    locality: str | None
    site_problem: str | None
    lines: tuple[Line, ...]
    site: str | None = None
    visit_number: int | None = None

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("a situation has at least one line")

    def key(self) -> str:
        """The situation as JSON; site, visit number, product and claim, which few agreements need, only where given."""
        return write_key(
            {
                "agreement": self.agreement,
                "period": self.period_start.isoformat(),
                "place_of_service": self.place_of_service,
                "locality": self.locality,
                "site_problem": self.site_problem,
                **_given(site=self.site, visit_number=self.visit_number),
                "lines": [
                    {
                        "code": line.code,
                        "modifiers": list(line.modifiers),
                        "units": plain(line.units),
                        "charge": None if line.charge is None else f"{line.charge:.2f}",
                        "credential": line.credential,
                        **_given(
                            product=line.product,
                            claim=line.claim,
                            provider=line.provider,
                            by_participant=line.by_participant or None,
                        ),
                    }
                    for line in self.lines
                ],
            }
        )

    @classmethod
    def from_key(cls, key: str) -> "Situation":
        """The situation of a key. Raises ValueError or KeyError on text that `key` could not have written."""
        fields = read_key(key)
        return cls(
            agreement=str(fields["agreement"]),
            period_start=date.fromisoformat(str(fields["period"])),
            place_of_service=text_or_none(fields, "place_of_service"),
            locality=text_or_none(fields, "locality"),
            site_problem=text_or_none(fields, "site_problem"),
            lines=tuple(_line(line) for line in cast("list[dict[str, object]]", fields["lines"])),
            site=cast("str | None", fields.get("site")),
            visit_number=cast("int | None", fields.get("visit_number")),
        )


def _given(**fields: str | int | None) -> dict[str, str | int]:
    return {name: value for name, value in fields.items() if value is not None}


def _line(fields: Mapping[str, object]) -> Line:
    charge = text_or_none(fields, "charge")
    return Line(
        code=str(fields["code"]),
        modifiers=tuple(cast("list[str]", fields["modifiers"])),
        units=Decimal(str(fields["units"])),
        charge=None if charge is None else Decimal(charge),
        credential=text_or_none(fields, "credential"),
        product=cast("str | None", fields.get("product")),
        claim=cast("int | None", fields.get("claim")),
        provider=cast("int | None", fields.get("provider")),
        by_participant=fields.get("by_participant") is True,
    )
