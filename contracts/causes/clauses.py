"""Explains a shortage by a clause that the payer left out, or applied to codes that it does not cover.

Source: the agreement's own clauses ([[terms.carve_out]], [[terms.percent_for]], [[terms.conversion_factor_for]] and
[terms.unlisted]). A payer that loads the fee schedule and forgets the notes below it pays everything by the schedule.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.agreements.scope import Scope
from contracts.agreements.terms import CarveOut, Terms
from contracts.causes.change import Asked, Change, Make, World
from contracts.pricing.working_line import Case

CAUSE = "clause_not_applied"


def other_clauses(asked: Asked, _: World) -> Iterator[Change]:
    """The general terms where a clause prices the line; then every other clause, whichever codes it covers."""
    if asked.is_visit:
        return
    ours, clauses = asked.case.terms, asked.case.terms.carve_outs
    own = clauses[asked.part - 1] if 0 < asked.part <= len(clauses) else None
    if own is not None:
        rest = tuple(each for each in clauses if each is not own)
        text = f"by the general terms, without the clause for {own.scope}"
        yield Change(CAUSE, f"without {own.label}", text, _under(replace(ours, carve_outs=rest)))
    tried: list[Terms] = [asked.terms]
    for other in clauses:
        if other.terms not in tried:
            tried.append(other.terms)
            text = f"by the clause for {other.scope}, which does not hold for this line"
            yield Change(CAUSE, f"by {other.label}", text, _as_if(asked, own, other))


def _as_if(asked: Asked, own: CarveOut | None, other: CarveOut) -> Make:
    """The terms with `other` in place of the line's own clause, or for its code where it has none."""
    ours = asked.case.terms
    scope = own.scope if own is not None else Scope(codes=frozenset({asked.service.code}))
    rest = tuple(each for each in ours.carve_outs if each is not own)
    return _under(replace(ours, carve_outs=(*rest, replace(other, scope=scope))))


def _under(terms: Terms) -> Make:
    def make(case: Case) -> Case:
        return replace(case, terms=terms)

    return make
