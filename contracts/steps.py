"""The steps behind an expected amount, or why there is none: what rules record and what pages and letters show."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from contracts.unpriced_reasons import REFUSALS


class ScheduleRow(NamedTuple):
    """A row of a fee schedule: `file` is its name in schedules/, `number` the line in it."""

    file: str
    number: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule did, in a sentence that can be read to a payer.

    `amount` is the price after this step: dollars a unit until units are multiplied out, dollars for the line (or
    visit) from then on; None when the step only decides how many units count. `source` names clause, row or law;
    `schedule_row` is the row of a fee schedule that the amount was taken from, where there is one.
    """

    rule: str
    text: str
    amount: Decimal | None
    source: str
    schedule_row: ScheduleRow | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What should have been allowed. `amount` is the last step's, in cents; ValueError where it is not."""

    amount: Decimal
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps or self.steps[-1].amount != self.amount:
            raise ValueError("an expected amount is the amount of its last step")


@dataclass(frozen=True, slots=True)
class Unpriced:
    """No price, and why: `reason` is a code of unpriced_reasons.py, `sentence` is about this line.

    `steps` are those before the refusal. Raises ValueError for a reason that is not on the list.
    """

    reason: str
    sentence: str
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.reason not in REFUSALS:
            raise ValueError(f"{self.reason} is not on the list of refusals")
