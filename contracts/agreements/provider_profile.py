"""What a claim says of where its work was done: the question that practice.py answers once for each distinct one."""

from dataclasses import dataclass
from datetime import date

from contracts.keys import read_key, text_or_none, write_key


@dataclass(frozen=True, slots=True)
class ProviderProfile:
    """Everything on a claim that identifies its site.

    `first_day` and `last_day` are those of the service, given only where sites open or close: each as the last such day
    before it, because between two of them the same sites are open. `is_home`: furnished where the patient lives.
    """

    payee_tin: str | None
    payee_npi: str | None
    rendering_npi: str | None
    facility_npi: str | None
    first_day: date | None = None
    last_day: date | None = None
    is_home: bool = False

    def key(self) -> str:
        """The profile as JSON; days and home, which few claims need, only where given."""
        days = {"first_day": self.first_day, "last_day": self.last_day}
        return write_key(
            {
                "payee_tin": self.payee_tin,
                "payee_npi": self.payee_npi,
                "rendering_npi": self.rendering_npi,
                "facility_npi": self.facility_npi,
                **{name: day.isoformat() for name, day in days.items() if day is not None},
                **({"is_home": True} if self.is_home else {}),
            }
        )

    @classmethod
    def from_key(cls, key: str) -> "ProviderProfile":
        fields = read_key(key)
        return cls(
            payee_tin=text_or_none(fields, "payee_tin"),
            payee_npi=text_or_none(fields, "payee_npi"),
            rendering_npi=text_or_none(fields, "rendering_npi"),
            facility_npi=text_or_none(fields, "facility_npi"),
            first_day=_day(fields.get("first_day")),
            last_day=_day(fields.get("last_day")),
            is_home=fields.get("is_home") is True,
        )


def _day(text: object) -> date | None:
    return None if text is None else date.fromisoformat(str(text))
