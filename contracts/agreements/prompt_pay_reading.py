"""The `prompt_pay` of an agreement: a state's law by name, the state of the site, or the contract's own clause."""

from contracts.agreements.prompt_pay import (
    SITE,
    PromptPay,
    PromptPayLaw,
    Rate,
    laws_named,
    laws_of_state,
    state_laws,
    why_no_law,
    why_not_reached,
)
from contracts.agreements.toml_table import Table, shown
from contracts.money import NOTHING


def read_prompt_pay(document: Table, filing_codes: tuple[str, ...]) -> PromptPay | None:
    """What the agreement says of interest on late payments; None where it says nothing, or says it wrongly."""
    groups = document.texts("self_funded_groups")
    if "prompt_pay" not in document:
        if groups:
            document.problem("self_funded_groups", "is for prompt_pay, which is missing")
        return None
    value = document.raw("prompt_pay")
    if isinstance(value, dict):
        if groups:
            document.problem(
                "self_funded_groups", "is for a state's law: a clause of the contract holds for all groups"
            )
        return PromptPay(_clause(document.table("prompt_pay") or document))
    if not isinstance(value, str) or not _is_known(document, value):
        if not isinstance(value, str):
            document.problem("prompt_pay", f'must be a law such as "OH", or "{SITE}", or a table, not {shown(value)}')
        return None
    reasons = [why_not_reached(code) for code in filing_codes]
    if reasons and all(reasons):
        document.problem("prompt_pay", f"no state's law reaches these claim_filing_codes: {reasons[0]}")
    return PromptPay(value, groups)


def _is_known(document: Table, name: str) -> bool:
    if name == SITE or laws_named(name):
        return True
    kinds = dict.fromkeys(law.name for law in laws_of_state(name))
    if kinds:
        document.problem("prompt_pay", f'"{name}" has a law for each kind of payer: {" or ".join(kinds)}')
    elif reason := why_no_law(name):
        document.problem("prompt_pay", f'the law of "{name}" gives no finding: {reason}')
    else:
        listed = ", ".join(dict.fromkeys(law.name for law in state_laws()))
        document.problem("prompt_pay", f'no law "{name}" is on file; there are: {listed}; or "{SITE}", or a table')
    return False


def _clause(table: Table) -> PromptPayLaw:
    if ("days" in table) == ("working_days" in table):
        table.problem("days", "give exactly one of days and working_days")
    days = table.count("days") if "days" in table else None
    working_days = table.count("working_days") if "working_days" in table else None
    least = table.optional_amount("least")
    clause = PromptPayLaw(
        name="contract",
        state=None,
        days=days,
        working_days=working_days,
        rates=(Rate((days or working_days or 0) + 1, table.percent("percent")),),
        per="month" if table.choice("per", ("year", "month")) == "month" else "year",
        statute=table.text("source"),
        least=NOTHING if least is None else least,
    )
    table.finish()
    return clause
