"""Packs disputes into batches: same payer, practice, agreement, cause and door, as many as the payer takes at once.

A pure function of the disputes, open and closed, in the order in which their windows close. An expired dispute keeps
its place and a new one closes later, so a batch keeps its name from night to night without stored state.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts import codes

FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class Disputed:
    """One claim in dispute. `causes` has the one that carries most of the money first, the others after it."""

    claim: int
    dispute: str
    payer: str | None
    payee: str | None
    agreement: str
    causes: tuple[str, ...]
    member: str | None
    filing_code: str | None
    closes: date | None
    door: str | None = None


@dataclass(frozen=True, slots=True)
class PackingRules:
    """What a payer takes at once. `max_claims` None: any number."""

    max_claims: int | None
    one_issue_per_file: bool
    one_member_per_form: bool
    one_plan_per_file: bool = False


def pack(disputes: Iterable[Disputed], rules_for: Callable[[Disputed], PackingRules]) -> Mapping[int, str]:
    """The batch of every claim, such as 'cedar_ppo/prior_schedule_version/01'; a claim is in exactly one.

    All issues of a claim stay together: where the payer wants one issue a file, claims with the same set of issues
    share a file, and the name lists them ('units_cut+wrong_locality').
    """
    opened: dict[str, int] = {}
    current: dict[tuple[object, ...], tuple[str, int]] = {}
    packed: dict[int, str] = {}
    for disputed in sorted(disputes, key=_in_order):
        rules = rules_for(disputed)
        issue = "+".join(disputed.causes) if rules.one_issue_per_file else disputed.causes[0]
        series = f"{disputed.agreement}/{issue}"
        # A form is for one person: a claim without a member id is alone, as nothing says whose it is.
        member = (disputed.member or f"claim {disputed.claim}") if rules.one_member_per_form else None
        plan = disputed.filing_code if rules.one_plan_per_file else None
        owner = (series, disputed.payer, disputed.payee, member, plan, disputed.door)
        name, size = current.get(owner, ("", 0))
        if not name or size == rules.max_claims:
            opened[series] = opened.get(series, 0) + FIRST
            name, size = f"{series}/{opened[series]:02d}", 0
        current[owner] = (name, size + 1)
        packed[disputed.claim] = name
    return packed


def batch_label(name: str) -> str:
    """The name of a batch for people: 'cedar_ppo / Earlier fee schedule used / 01'. A name of another form stays."""
    agreement, slash, rest = name.partition("/")
    causes, *number = rest.split("/")
    if not slash or not set(causes.split("+")) <= codes.causes().keys():
        return name
    return " / ".join((agreement, " + ".join(codes.cause_label(each) for each in causes.split("+")), *number))


def _in_order(disputed: Disputed) -> tuple[bool, date, str, int]:
    """By the closing of the window; one that has none comes last."""
    return (disputed.closes is None, disputed.closes or date.max, disputed.dispute, disputed.claim)
