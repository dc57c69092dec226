"""Whose lines of a day are one visit: all of the practice, those of one discipline, of one provider or one credential.

Source: the contract's clause (visit_per), such as "per therapy discipline per day"; a discipline or credential may have
a rate or cap of its own (visit_rate_for, visit_cap_for). The discipline of a line is contracts/codes/disciplines.toml.
"""

from dataclasses import replace

from contracts.agreements.terms import Terms
from contracts.codes.disciplines import discipline_of
from contracts.pricing.working_line import Case, Lines, WorkingLine
from contracts.steps import Unpriced

_UNKNOWN = {
    "discipline": ("no_discipline", "The contract pays by discipline, and neither modifier nor credential names one."),
    "provider": ("no_provider", "The contract pays by provider, and the rendering provider is not on the remittance."),
    "credential": ("no_credential", "The contract pays by credential, and the rendering provider is not known."),
}


def visit_per(lines: Lines, case: Case) -> tuple[tuple[str, Lines, Case], ...] | Unpriced:
    """(whose, lines, case with their rate or cap) for each visit of the day, in the order of its first line."""
    per = case.terms.visit_per
    if per == "day":
        return (("", lines, case),)
    whose = [_whose(line, per) for line in lines]
    if None in whose:
        return Unpriced(*_UNKNOWN[per])
    names = dict.fromkeys(name for name in whose if name is not None)
    return tuple(
        (
            name,
            tuple(line for line, of in zip(lines, whose, strict=True) if of == name),
            case.under(_of(name, case.terms)),
        )
        for name in names
    )


def _whose(line: WorkingLine, per: str) -> str | None:
    if per == "provider":
        return None if line.line.provider is None else f"provider {line.line.provider}"
    if per == "credential":
        return line.line.credential
    return discipline_of(line.line.modifiers, line.line.credential)


def _of(name: str, terms: Terms) -> Terms:
    """The terms with the rate or cap of one discipline or credential."""
    rate, cap = dict(terms.visit_rates_for).get(name), dict(terms.visit_caps_for).get(name)
    return replace(terms, visit_per="day", visit_rate=rate or terms.visit_rate, visit_cap=cap or terms.visit_cap)
