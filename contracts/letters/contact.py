"""Who answers for a practice when a payer calls: the [[contact]] tables of shortpay.toml, read strictly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.agreements.toml_table import Table
from contracts.problems import Problem

TABLE = "contact"


@dataclass(frozen=True, slots=True)
class Contact:
    """`practice` is its key in shortpay.toml. What is None or empty is listed as missing in a letter, never made up."""

    practice: str
    name: str | None
    phone: str | None
    fax: str | None
    email: str | None
    address: tuple[str, ...]


def read_contacts(
    mapping: Mapping[str, object], file: str, practices: Collection[str], problems: list[Problem]
) -> tuple[Contact, ...]:
    """The [[contact]] tables of shortpay.toml, one a practice; what is wrong with them is added to `problems`."""
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
