"""The code lists of a remittance in our own words, with what each code does to a line's money and state.

The tables are beside this file as CSV, each row with its source and the day it was checked. X12 owns the official
wordings, so none is copied here. Lists change three times a year and old payers send retired codes: a code that is not
in a table is answered with `is_known` false and the category 'unknown_code', never with an error.
"""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar, cast

from contracts.codes.rows import (
    Actionability,
    AmountClass,
    Category,
    Cause,
    ClaimRole,
    ClaimStatus,
    FilingCode,
    GroupCode,
    LineState,
    ProviderAdjustmentCode,
    ReasonCode,
    RemarkCode,
    RemarkEffect,
)

__all__ = [
    "UNKNOWN_CODE",
    "categories",
    "cause_label",
    "causes",
    "claim_status",
    "claim_statuses",
    "filing_code",
    "filing_codes",
    "group",
    "groups",
    "provider_adjustment",
    "provider_adjustments",
    "reason",
    "reasons",
    "remark",
    "remarks",
    "state_deciding_remarks",
    "states",
]

UNKNOWN_CODE: Final = "unknown_code"
_Row = TypeVar("_Row")


def reason(code: str) -> ReasonCode:
    """The CARC, or a stand-in with category 'unknown_code' and class 'unknown'."""
    known = reasons().get(_spelled(code))
    if known is not None:
        return known
    return ReasonCode(
        code=_spelled(code),
        label="Not in our code list",
        category=UNKNOWN_CODE,
        amount_class="unknown",
        pr_amount_class="unknown",
        actionability="none",
        group_codes=(),
        is_active=False,
        since=None,
        until=None,
        denies_units=False,
        is_known=False,
    )


def remark(code: str) -> RemarkCode:
    known = remarks().get(_spelled(code))
    return known or RemarkCode(_spelled(code), "Not in our code list", is_alert=False, effect=None, is_known=False)


def provider_adjustment(code: str) -> ProviderAdjustmentCode:
    """The PLB reason; an unknown one still counts in the payment's balance, with treatment 'plb_unknown'."""
    known = provider_adjustments().get(_spelled(code))
    return known or ProviderAdjustmentCode(_spelled(code), "Not in our code list", "+-", "plb_unknown", is_known=False)


def group(code: str) -> GroupCode:
    known = groups().get(_spelled(code))
    return known or GroupCode(_spelled(code), "Not in our code list", "Who bears it is unknown.", is_known=False)


def claim_status(code: str) -> ClaimStatus:
    """CLP02; an unknown status is read as primary, because the adjustments decide more than it does."""
    known = claim_statuses().get(_spelled(code))
    return known or ClaimStatus(_spelled(code), "Not in our code list", "primary", is_active=False, is_known=False)


def filing_code(code: str) -> FilingCode:
    known = filing_codes().get(_spelled(code))
    return known or FilingCode(_spelled(code), "Not in our code list", "unknown", is_known=False)


def state_deciding_remarks() -> frozenset[str]:
    """The remark codes that can change a line's state: the only ones an adjudication pattern needs to carry."""
    return frozenset(code for code, row in remarks().items() if row.effect)


@cache
def reasons() -> Mapping[str, ReasonCode]:
    return _table("carc.csv", _reason)


@cache
def categories() -> Mapping[str, Category]:
    return _table("categories.csv", _category)


@cache
def remarks() -> Mapping[str, RemarkCode]:
    return _table("rarc.csv", _remark)


@cache
def provider_adjustments() -> Mapping[str, ProviderAdjustmentCode]:
    return _table(
        "plb.csv",
        lambda row: ProviderAdjustmentCode(row["code"], row["label"], row["usual_sign"], row["treatment"]),
    )


@cache
def groups() -> Mapping[str, GroupCode]:
    return _table("group_codes.csv", lambda row: GroupCode(row["code"], row["label"], row["sentence"]))


@cache
def claim_statuses() -> Mapping[str, ClaimStatus]:
    return _table("claim_status.csv", _claim_status)


@cache
def filing_codes() -> Mapping[str, FilingCode]:
    return _table("filing_codes.csv", lambda row: FilingCode(row["code"], row["label"], row["product"]))


@cache
def states() -> Mapping[str, LineState]:
    """Every state a line can be in; a closed list."""
    return _table(
        "states.csv",
        lambda row: LineState(row["state"], _flag(row["is_current"]), _flag(row["may_dispute"]), row["sentence"]),
    )


def _reason(row: Mapping[str, str]) -> ReasonCode:
    amount_class = cast("AmountClass", row["amount_class"])
    return ReasonCode(
        code=row["code"],
        label=row["label"],
        category=row["category"],
        amount_class=amount_class,
        pr_amount_class=cast("AmountClass", row["pr_amount_class"] or amount_class),
        actionability=cast("Actionability", row["actionability"]),
        group_codes=tuple(row["group_codes"].split()),
        is_active=row["status"] == "active",
        since=_day(row["since"]),
        until=_day(row["until"]),
        denies_units=_flag(row["denies_units"]),
    )


def _category(row: Mapping[str, str]) -> Category:
    return Category(
        row["category"], int(row["rank"]), row["state_when_unpaid"] or None, row["meaning"], row["next_step"]
    )


@cache
def causes() -> Mapping[str, Cause]:
    """The closed list of causes of a shortage, by their names."""
    return _table(
        "causes.csv",
        lambda row: Cause(row["cause"], row["label"], row["sentence"], _flag(row["may_be_our_entry"])),
    )


def cause_label(cause: str | None) -> str:
    """The name of a cause for people; for a code that is not in the list, the code with spaces."""
    if cause is None:
        return "Cause not known"
    known = causes().get(cause)
    return known.label if known else cause.replace("_", " ")


def _remark(row: Mapping[str, str]) -> RemarkCode:
    effect = cast("RemarkEffect | None", row["effect"] or None)
    return RemarkCode(row["code"], row["label"], is_alert=_flag(row["is_alert"]), effect=effect)


def _claim_status(row: Mapping[str, str]) -> ClaimStatus:
    return ClaimStatus(row["code"], row["label"], cast("ClaimRole", row["role"]), _flag(row["is_active"]))


def _table(name: str, make: Callable[[Mapping[str, str]], _Row]) -> dict[str, _Row]:
    """The rows of a table by their first column. Raises ValueError on a code that is there twice."""
    text = (files("contracts") / "codes" / name).read_text(encoding="utf-8")
    table: dict[str, _Row] = {}
    for row in csv.DictReader(text.splitlines()):
        code = next(iter(row.values()))
        if code in table:
            raise ValueError(f"{name}: {code} is there twice")
        table[code] = make(row)
    return table


def _flag(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _spelled(code: str) -> str:
    return code.strip().upper()
