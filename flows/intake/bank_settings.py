"""The [deposits] table of shortpay.toml: which column of a statement is what, and how far a match may reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from contracts.problems import Problem
from flows.workspace import SETTINGS_FILE
from parsers.bank.statement import StatementColumns

TABLE: Final = "deposits"
COLUMNS: Final = ("date", "amount", "credit", "debit", "trace", "company_id", "company_name", "reference")
SIGNS: Final = {"credits_positive": False, "credits_negative": True}
WHOLE_NUMBERS: Final = (
    "date_window_business_days", "most_together", "most_candidates", "eft_business_days", "check_business_days",
    "same_money_days", "shortest_trace",
)  # fmt: skip
KNOWN: Final = (*COLUMNS, "description", "date_format", "sign", "delimiter", "card_fee_percent", *WHOLE_NUMBERS)
MOST_FEE: Final = 20


@dataclass(frozen=True, slots=True)
class BankSettings:
    """`columns` is None until the workspace maps them: NACHA files can be read without, statements cannot.

    `rules` are those of warehouse/bank_rules.toml that the workspace changed, by name.
    """

    columns: StatementColumns | None = None
    rules: Mapping[str, object] = field(default_factory=dict)


def read_bank_settings(document: Mapping[str, Any], problems: list[Problem]) -> BankSettings:
    """The table as settings; what is wrong in it is added to `problems`."""
    given = document.get(TABLE, {})
    if not isinstance(given, Mapping):
        problems.append(Problem(SETTINGS_FILE, TABLE, f"is a table: write [{TABLE}] on a line of its own"))
        return BankSettings()
    wrong = [_unknown(key) for key in given if key not in KNOWN]
    texts = {name: _text(given, name, wrong) for name in (*COLUMNS, "date_format", "sign", "delimiter")}
    description = _names(given, wrong)
    rules = _rules(given, wrong)
    columns = None
    if any(texts[name] for name in COLUMNS) or description:
        wrong += _incomplete(texts)
        columns = StatementColumns(
            date=texts["date"] or "",
            amount=texts["amount"],
            credit=texts["credit"],
            debit=texts["debit"],
            description=description,
            trace=texts["trace"],
            company_id=texts["company_id"],
            company_name=texts["company_name"],
            reference=texts["reference"],
            date_format=texts["date_format"] or "%Y-%m-%d",
            is_credit_negative=SIGNS.get(texts["sign"] or "", False),
            delimiter=texts["delimiter"] or ",",
        )
    problems += wrong
    return BankSettings(columns if not wrong else None, rules)


def _unknown(key: str) -> Problem:
    return _problem(key, f"unknown key; known are {', '.join(KNOWN)}")


def _problem(key: str, message: str) -> Problem:
    return Problem(SETTINGS_FILE, f"{TABLE}.{key}", message)


def _text(given: Mapping[str, Any], key: str, wrong: list[Problem]) -> str | None:
    value = given.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        wrong.append(_problem(key, "must be text in quotes"))
        return None
    return value


def _names(given: Mapping[str, Any], wrong: list[Problem]) -> tuple[str, ...]:
    value = given.get("description", [])
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        wrong.append(_problem("description", 'must be the name of a column, or several: ["Description", "Memo"]'))
        return ()
    return tuple(names)


def _rules(given: Mapping[str, Any], wrong: list[Problem]) -> dict[str, object]:
    rules: dict[str, object] = {}
    for key in WHOLE_NUMBERS:
        value = given.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            wrong.append(_problem(key, "must be a whole number of at least 0"))
        else:
            rules[key] = value
    if (percent := _text(given, "card_fee_percent", wrong)) is not None:
        try:
            fee = Decimal(percent)
        except InvalidOperation:
            fee = Decimal(-1)
        if not 0 <= fee <= MOST_FEE:
            wrong.append(_problem("card_fee_percent", f'must be a percentage in quotes, "0" to "{MOST_FEE}"'))
        else:
            rules["card_fee_percent"] = percent
    return rules


def _incomplete(texts: Mapping[str, str | None]) -> list[Problem]:
    """Problems of a column map that lacks something or contradicts itself."""
    wrong = []
    if texts["date"] is None:
        wrong.append(_problem("date", "is missing: the name of the column with the posting date"))
    has_amount, has_split = texts["amount"] is not None, texts["credit"] is not None or texts["debit"] is not None
    if has_amount == has_split:
        wrong.append(_problem("amount", "give either amount, or credit and debit: the names of their columns"))
    if (sign := texts["sign"]) is not None and (sign not in SIGNS or not has_amount):
        wrong.append(_problem("sign", f"must be {' or '.join(SIGNS)}, and only with amount"))
    if texts["delimiter"] is not None and len(texts["delimiter"]) != 1:
        wrong.append(_problem("delimiter", 'must be one character, such as "," or ";"'))
    form = texts["date_format"]
    if form is not None and not {"%d", "%m"} <= {form[at : at + 2] for at in range(len(form))}:
        wrong.append(
            _problem("date_format", f'must have %d, %m and %Y, as in "%m/%d/%Y" for {date(2026, 1, 31):%m/%d/%Y}')
        )
    return wrong
