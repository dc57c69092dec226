"""What the payer decided about a service line, without amounts: the distinct key that disposition works on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from contracts.keys import read_key, write_key

ProcedureKind = Literal["hcpcs", "none", "anesthesia"]
Sign = Literal["+", "-"]


@dataclass(frozen=True, slots=True, order=True)
class Adjustment:
    """One adjustment without its amount: `sign` is the amount's, zero amounts are left out; `is_full_charge` is true
    when the amount equals the line's charge, the charge not being zero. A missing group or reason is ''."""

    group: str
    reason: str
    sign: Sign
    is_full_charge: bool

    @property
    def name(self) -> str:
        """Group and reason: 'CO-45'."""
        return f"{self.group}-{self.reason}"


@dataclass(frozen=True, slots=True)
class AdjudicationPattern:
    """All of a line that decides its state before pricing; thousands of lines share one pattern.

    status            CLP02, None when absent
    is_paid           the paid amount is not zero
    has_cost_share    the amounts of class cost_share sum to more than zero
    procedure         'none' without a procedure code, 'anesthesia' for 00100-01999, else 'hcpcs'
    has_service_date  the line, or its claim, has a date of service
    in_balance        charge less adjustments is the paid amount; false also when one of them is missing
    adjustments       distinct, sorted by group, reason, sign, is_full_charge ('+' before '-', false before true)
    remarks           distinct and sorted; only the codes of `codes.state_deciding_remarks()`
    modifiers         distinct and sorted; only those of `special_codes.separating_modifiers()`
    """

    status: str | None
    is_paid: bool
    has_cost_share: bool
    procedure: ProcedureKind
    has_service_date: bool
    in_balance: bool
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Equal patterns have equal keys: the order and repetition of adjustments on the remittance do not matter.
        object.__setattr__(self, "adjustments", tuple(sorted(set(self.adjustments))))
        object.__setattr__(self, "remarks", tuple(sorted(set(self.remarks))))
        object.__setattr__(self, "modifiers", tuple(sorted(set(self.modifiers))))

    def key(self) -> str:
        """The pattern as compact JSON, fields in this order, no spaces, the same text as DuckDB's to_json writes:

        {"status":"1","is_paid":true,"has_cost_share":false,"procedure":"hcpcs","has_service_date":true,
        "in_balance":true,"adjustments":[{"group":"CO","reason":"45","sign":"+","is_full_charge":false}],
        "remarks":["MA130"],"modifiers":["59"]}   (on one line; empty lists are [], an absent status is null)
        """
        return write_key(
            {
                "status": self.status,
                "is_paid": self.is_paid,
                "has_cost_share": self.has_cost_share,
                "procedure": self.procedure,
                "has_service_date": self.has_service_date,
                "in_balance": self.in_balance,
                "adjustments": [
                    {
                        "group": each.group,
                        "reason": each.reason,
                        "sign": each.sign,
                        "is_full_charge": each.is_full_charge,
                    }
                    for each in self.adjustments
                ],
                "remarks": list(self.remarks),
                "modifiers": list(self.modifiers),
            }
        )

    @classmethod
    def from_key(cls, key: str) -> "AdjudicationPattern":
        """The pattern of a key. Raises ValueError or KeyError on text that `key` could not have written."""
        fields = read_key(key)
        status = fields["status"]
        return cls(
            status=None if status is None else str(status),
            is_paid=_truth(fields, "is_paid"),
            has_cost_share=_truth(fields, "has_cost_share"),
            procedure=cast("ProcedureKind", _one_of(fields, "procedure", get_args(ProcedureKind))),
            has_service_date=_truth(fields, "has_service_date"),
            in_balance=_truth(fields, "in_balance"),
            adjustments=tuple(
                Adjustment(
                    str(each["group"]),
                    str(each["reason"]),
                    cast("Sign", _one_of(each, "sign", get_args(Sign))),
                    _truth(each, "is_full_charge"),
                )
                for each in cast("list[dict[str, object]]", fields["adjustments"])
            ),
            remarks=tuple(cast("list[str]", fields["remarks"])),
            modifiers=tuple(cast("list[str]", fields["modifiers"])),
        )


def _truth(fields: Mapping[str, object], name: str) -> bool:
    value = fields[name]
    if not isinstance(value, bool):
        raise ValueError(f"{name} is true or false")  # noqa: TRY004 -- the text is wrong, not its Python type
    return value


def _one_of(fields: Mapping[str, object], name: str, choices: tuple[str, ...]) -> str:
    value = fields[name]
    if value not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}")
    return str(value)
