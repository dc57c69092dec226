"""Which release of the relative values prices a date of service: the one in force, or the nearest we have.

CMS publishes four releases a year and now and then a correction; each replaces the one before from its day on.
A year never borrows from another year.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.medicare.law import Law


@dataclass(frozen=True, slots=True)
class ServingRelease:
    """The release that prices a day; `note` says why it is not the one in force, None where it is."""

    name: str
    note: str | None


def serving_release(on: date, loaded: Collection[str], law: Law) -> ServingRelease | None:
    """The release for a date of service; None where none of that year is loaded."""
    calendar = law.releases_of(on.year)
    in_force = max((first, name) for first, name in calendar if first <= on)
    ours = [(first, name) for first, name in calendar if name in loaded]
    if not ours:
        return None
    earlier = [(first, name) for first, name in ours if first <= on]
    first, name = max(earlier) if earlier else min(ours)
    if name == in_force[1]:
        return ServingRelease(name, None)
    which = f"{name} of {first} serves" if earlier else f"{name} of {first}, the earliest we have, serves"
    return ServingRelease(name, f"{in_force[1]}, in force from {in_force[0]}, is not loaded: {which}")
