"""When the second level of a dispute closes, once the payer has upheld its payment at the first.

Payers grant a second level with a length of its own, counted from their answer to the first; manuals call it appeal,
second review or final dispute. Source: the clause that each agreement names. No remittance has the day of the answer:
people enter it with the status of the dispute.
"""

from dataclasses import dataclass
from datetime import date

from contracts.agreements.dispute_window import DisputeWindow
from contracts.disputes.deadline import close


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """The last day, a day safe under any reading, and how they came about; None where no day is known to count from."""

    deadline: date | None
    safe_deadline: date | None
    sentence: str


def close_second_level(window: DisputeWindow, answered_on: date | None, disputed_on: date | None) -> SecondLevel:
    """When `window` closes. Without the day of the answer it counts from the day on which the dispute was sent, which
    is never later; without that day either, nothing is known."""
    if answered_on is not None:
        end = close(window, answered_on, event="first_level_answer")
    elif disputed_on is not None:
        end = close(window, disputed_on, event="answer_unknown")
    else:
        sentence = (
            "The payer upheld its payment, and the day of its answer is not on file: enter it with the status. From"
            f" that day the second level runs for {window.length} ({window.source})."
        )
        return SecondLevel(None, None, sentence)
    return SecondLevel(end.deadline, end.safe_deadline, f"Second level: {end.sentence}")
