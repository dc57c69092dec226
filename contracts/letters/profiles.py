"""What each payer wants with a dispute, as data: columns of the spreadsheet, size of a batch, facts of its form.

A profile applies by the payer's name on the remittance, or by the claim's filing code (Medicare); any other payer has
the default. Every profile names its source and the day that source was checked.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Final

from contracts.disputes.batches import PackingRules

COLUMNS: Final = (
    "seq", "payer_claim_no", "our_claim_no", "member_id", "patient_last", "patient_first", "dob", "relationship",
    "dos_from", "dos_to", "billing_tin", "billing_npi", "rendering_npi", "cpt", "modifiers", "units", "billed", "paid",
    "allowed_paid", "allowed_expected", "variance", "contract_section", "schedule_version", "reason", "remit_date",
    "trace_no", "expected_outcome", "plan_type", "attachment_ref",
)  # fmt: skip
DEFAULT: Final = "default"


@dataclass(frozen=True, slots=True)
class Profile:
    """The wishes of one payer. `facts` are those the payer wants in the letter; `advice` is for the practice only.

    A profile with a `door` is for disputes behind it, which a letter then asks for as a `level`.
    """

    id: str
    name: str
    payer_names: tuple[str, ...]
    filing_codes: tuple[str, ...]
    rules: PackingRules
    min_claims: int | None
    columns: tuple[str, ...]
    form: str | None
    form_source: str | None
    facts: tuple[str, ...]
    advice: tuple[str, ...]
    source: str
    checked: date
    door: str | None = None
    level: str | None = None

    def covers(self, payer: str | None, filing_code: str | None, door: str | None) -> bool:
        name = (payer or "").upper().strip()
        is_payer = filing_code in self.filing_codes or any(fnmatchcase(name, pattern) for pattern in self.payer_names)
        return is_payer and self.door in (None, door)


@cache
def profiles() -> tuple[Profile, ...]:
    """Every profile, those of one door first, the default last. Raises ValueError where one has an unknown column."""
    found = sorted(_read(), key=lambda profile: (profile.id == DEFAULT, profile.door is None, profile.id))
    return tuple(found)


def profile_of(payer: str | None, filing_code: str | None, door: str | None = None) -> Profile:
    """The payer's profile for disputes behind a door, or the default."""
    every = profiles()
    return next((profile for profile in every if profile.covers(payer, filing_code, door)), every[-1])


def _read() -> Iterator[Profile]:
    folder = files("contracts") / "letters" / "profiles"
    for entry in folder.iterdir():
        if not entry.name.endswith(".toml"):
            continue
        table = tomllib.loads(entry.read_text(encoding="utf-8"))
        columns = tuple(table.get("columns", COLUMNS))
        if unknown := set(columns) - set(COLUMNS):
            raise ValueError(f"{entry.name}: unknown columns {sorted(unknown)}")
        yield Profile(
            id=entry.name.removesuffix(".toml"),
            name=table["name"],
            payer_names=tuple(table.get("payer_names", ())),
            filing_codes=tuple(table.get("filing_codes", ())),
            rules=PackingRules(
                table.get("max_claims"),
                table["one_issue_per_file"],
                table["one_member_per_form"],
                table.get("one_plan_per_file", False),
            ),
            min_claims=table.get("min_claims"),
            columns=columns,
            form=table.get("form"),
            form_source=table.get("form_source"),
            facts=tuple(table.get("facts", ())),
            advice=tuple(table.get("advice", ())),
            source=table["source"],
            checked=table["checked"],
            door=table.get("door"),
            level=table.get("level"),
        )
