"""The closed list of what can be odd about a remittance: a code, how serious it is, a sentence, and what it condemns.

A finding never carries a value from the file, only element names, positions and counts: values may be patient data.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning", "note"]
Container = Literal["file", "interchange", "payment", "claim", "line", "none"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding; `condemns` is the smallest container that cannot be used because of it."""

    code: str
    severity: Severity
    sentence: str
    condemns: Container = "none"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about a file as a whole (`segment_number` is None), or found before its segments became rows."""

    file_number: int
    code: str
    segment_number: int | None = None
    detail: str | None = None


def _amounts(container: str, condemns: Container, name: str) -> tuple[FindingKind, ...]:
    """Four ways in which an amount that an equation needs can be absent."""
    return (
        FindingKind(f"{container}_amount_missing", "error", f"{name} that must be sent is missing.", condemns),
        FindingKind(f"{container}_amount_unreadable", "error", f"{name} is not an X12 number.", condemns),
        FindingKind(f"{container}_amount_below_cent", "error", f"{name} has a fraction of a cent.", condemns),
        FindingKind(
            f"{container}_amount_implausible", "error", f"{name} is ten billion dollars or more: no amount.", condemns
        ),
    )


_KINDS: Final = (
    # The file
    FindingKind("empty_file", "error", "The file is empty.", "file"),
    FindingKind(
        "not_x12", "error", "Neither an interchange nor a transaction set begins anywhere in the file.", "file"
    ),
    FindingKind("not_an_835", "error", "The file holds no 835 transaction set.", "file"),
    FindingKind("utf16_text", "note", "The file is UTF-16 text and was read as such."),
    FindingKind("byte_order_mark", "note", "The file begins with a byte order mark, which was skipped."),
    FindingKind("text_before_isa", "note", "Text before the first segment was skipped."),
    FindingKind("hard_wrapped_lines", "note", "Line breaks inside segments were removed."),
    # The interchange
    FindingKind("no_isa", "warning", "There is no ISA; the delimiters were inferred from the first segments."),
    FindingKind(
        "isa_length", "note", "The ISA is not 106 characters long; its delimiters were found by counting elements."
    ),
    FindingKind("isa_elements", "warning", "The ISA does not have 16 elements."),
    FindingKind("component_separator", "note", "ISA16 is missing or is not what separates the components."),
    FindingKind("test_interchange", "warning", "ISA15 is T: test data, which must not be posted.", "interchange"),
    FindingKind("text_is_utf8", "note", "The text is not plain ASCII; it was read as UTF-8."),
    FindingKind(
        "text_is_not_utf8", "warning", "The text is neither ASCII nor UTF-8; it was read as Windows-1252 or Latin-1."
    ),
    FindingKind("no_gs", "warning", "A transaction set stands outside a functional group."),
    FindingKind("missing_iea", "warning", "The interchange is not closed by an IEA; the file may be cut off."),
    FindingKind("missing_ge", "warning", "The functional group is not closed by a GE."),
    FindingKind("group_count", "note", "IEA01 is not the number of functional groups."),
    FindingKind("transaction_count", "note", "GE01 is not the number of transaction sets."),
    # The transaction set
    FindingKind("other_transaction", "warning", "A transaction set that is not an 835 was skipped."),
    FindingKind("missing_se", "error", "The transaction set is not closed by an SE; it may be cut off."),
    FindingKind("stray_se", "warning", "An SE closes no transaction set."),
    FindingKind("segment_count", "warning", "SE01 is not the number of segments of the transaction set."),
    FindingKind("control_number", "note", "SE02 is not the control number of the ST."),
    FindingKind("payment_without_trace", "warning", "TRN02 is missing: the payment has no trace number."),
    FindingKind("repeated_segment", "warning", "A segment that occurs once was sent again; the first one counts."),
    # Places
    FindingKind("unknown_segment", "warning", "A segment that the 835 does not know was skipped."),
    FindingKind("segment_outside_transaction", "warning", "A segment outside any transaction set was skipped."),
    FindingKind("claim_outside_transaction", "error", "A claim outside an 835 transaction set was not read."),
    FindingKind("line_outside_claim", "error", "A service line outside a claim was not read."),
    FindingKind("adjustment_outside_claim", "error", "An adjustment outside a claim was not read."),
    FindingKind("claim_without_number", "warning", "CLP01 is missing: the claim has no patient control number."),
    FindingKind("line_without_code", "warning", "SVC01 names no procedure code."),
    # Values
    *_amounts("payment", "payment", "The amount of the payment"),
    *_amounts("claim", "claim", "An amount of the claim"),
    *_amounts("line", "line", "An amount of the service line"),
    *_amounts("adjustment", "claim", "An amount of an adjustment"),
    *_amounts("provider_adjustment", "payment", "The amount of a provider adjustment"),
    FindingKind(
        "amount_unreadable", "warning", "An informational amount is not an X12 number; it is treated as absent."
    ),
    FindingKind(
        "amount_below_cent", "warning", "An informational amount has a fraction of a cent; it is treated as absent."
    ),
    FindingKind(
        "amount_implausible",
        "warning",
        "An informational amount is ten billion dollars or more; it is treated as absent.",
    ),
    FindingKind("quantity_unreadable", "warning", "A quantity is not an X12 number of at most four decimals."),
    FindingKind("quantity_implausible", "warning", "A quantity is a million or more; it is treated as absent."),
    FindingKind(
        "date_unreadable", "warning", "A date is not a day of the calendar written CCYYMMDD; it is treated as absent."
    ),
    FindingKind("date_with_hyphens", "note", "A date was written CCYY-MM-DD and was read as such."),
)

FINDINGS: Final[Mapping[str, FindingKind]] = MappingProxyType({kind.code: kind for kind in _KINDS})
