"""When the second level of a dispute closes: from the payer's answer, never later than that allows."""

from datetime import date

import pytest

from contracts.agreements.dispute_window import DisputeWindow
from contracts.disputes.second_level import close_second_level

ANSWER = ("first_level_answer",)
SIXTY = DisputeWindow(60, None, ANSWER, source="Manual, section 9.3")


@pytest.mark.parametrize(
    ("window", "answered_on", "disputed_on", "deadline", "safe"),
    [
        # July 4 is a Saturday, and July 3 the holiday kept for it
        (SIXTY, "2026-05-05", "2026-03-01", "2026-07-04", "2026-07-02"),
        (SIXTY, "2026-05-05", None, "2026-07-04", "2026-07-02"),
        # without the day of the answer, from the day on which the dispute was sent
        (SIXTY, None, "2026-03-02", "2026-05-01", "2026-05-01"),
        (SIXTY, None, None, None, None),
        (
            DisputeWindow(None, None, ANSWER, roll="none", source="S", business_days=10),
            "2026-06-29", None, "2026-07-14", "2026-07-14",
        ),
        (
            DisputeWindow(60, None, ANSWER, 5, roll="next_business_day", source="S"),
            "2026-05-05", None, "2026-07-09", "2026-07-02",
        ),
    ],
)  # fmt: skip
def test_a_second_level_closes(window, answered_on, disputed_on, deadline, safe) -> None:
    days = [date.fromisoformat(day) if day else None for day in (answered_on, disputed_on, deadline, safe)]
    found = close_second_level(window, *days[:2])
    assert [found.deadline, found.safe_deadline] == days[2:]


def test_its_sentence_says_what_it_counts_from() -> None:
    assert close_second_level(SIXTY, date(2026, 5, 5), None).sentence == (
        "Second level: 60 days after the payer's answer to the first level, 2026-05-05, end on 2026-07-04. "
        "The dispute must be received by then (Manual, section 9.3)."
    )
    assert (
        "after the day on which the dispute was sent, because the day of the payer's answer is not on file"
        in close_second_level(SIXTY, None, date(2026, 3, 2)).sentence
    )
    assert close_second_level(SIXTY, None, None).sentence == (
        "The payer upheld its payment, and the day of its answer is not on file: enter it with the status. "
        "From that day the second level runs for 60 days (Manual, section 9.3)."
    )
