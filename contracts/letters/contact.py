"""The contact of a practice in its letters: reads the [[contact]] tables of shortpay.toml and reports every problem."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.agreements.toml_table import Table
from contracts.problems import Problem

TABLE = "contact"


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact of one practice, by its key in shortpay.toml. A letter lists None and empty values as missing."""

    practice: str
    name: str | None
    phone: str | None
    fax: str | None
    email: str | None
    address: tuple[str, ...]


def read_contacts(
    mapping: Mapping[str, object], file: str, practices: Collection[str], problems: list[Problem]
) -> tuple[Contact, ...]:
    """The [[contact]] tables of shortpay.toml, one for each practice. Problems are added to `problems`."""
    contacts: list[Contact] = []
    top = Table(mapping, file, "", problems)
    for number, table in enumerate(top.tables(TABLE), 1):
        contact = Contact(
            practice=table.text("practice", meaning="the key of a practice"),
            name=table.optional_text("name"),
            phone=table.optional_text("phone"),
            fax=table.optional_text("fax"),
            email=table.optional_text("email"),
            address=table.texts("address"),
        )
        table.finish()
        if contact.practice and contact.practice not in practices:
            known = ", ".join(sorted(practices)) or "none"
            table.problem("practice", f'no practice has the key "{contact.practice}"; there are: {known}')
        if any(contact.practice == other.practice for other in contacts):
            top.problem(f"{TABLE}[{number}]", f"practice {contact.practice} already has a contact")
        contacts.append(contact)
    return tuple(contacts)
