"""A backtest finds the lines the terms explain, and what the others have in common."""

from datetime import date
from decimal import Decimal

from contracts.pricing.backtest import Compared, PaidLine, compare, patterns, shares
from tests.contracts.world import book, situation

DAY = date(2025, 8, 4)


def paid(text: str, allowed: str, *, agreement: str = "fees", on: date = DAY, visit: str | None = None) -> PaidLine:
    asked = situation(agreement, on, [text])
    [line] = asked.lines
    return PaidLine(
        key=asked.key(),
        place=1,
        service_date=on,
        code=line.code,
        site="raleigh",
        place_of_service="11",
        locality="11502/00",
        units=line.units,
        charge=Decimal("90.00"),
        allowed=Decimal(allowed),
        visit_id=visit,
    )


def under_fees(*lines: PaidLine) -> tuple[Compared, ...]:
    return compare(lines, book(), "fees")


def test_lines_that_match_to_the_cent_are_counted_by_code_site_and_month() -> None:
    found = shares(
        under_fees(
            paid("1 x 97110", "33.94"),
            paid("2 x 97110", "67.87"),
            paid("1 x 97530", "39.90", on=date(2025, 7, 1)),
            paid("1 x 97999", "5.00"),
        )
    )
    rows = {(each.part, each.name): (each.lines, each.unpriced, each.exact, each.exact_percent) for each in found}
    assert rows["all", "all"] == (4, 1, 2, Decimal("66.7"))
    assert rows["code", "97110"] == (2, 0, 1, Decimal("50.0"))
    assert rows["code", "97999"] == (1, 1, 0, None)
    assert rows["month", "2025-07"] == (1, 0, 1, Decimal("100.0"))
    assert rows["site", "raleigh"] == (4, 1, 2, Decimal("66.7"))


def test_what_the_stored_question_lacked_comes_from_the_line() -> None:
    """Stored when the charge did not matter; the terms now owe no more than it."""
    stored = paid("3 x 97110", "90.00")
    agreement = book()["lesser"]
    key = stored.key.replace('"agreement":"fees"', f'"agreement":"{agreement.id}"')
    line = PaidLine(**{name: getattr(stored, name) for name in PaidLine.__slots__ if name != "key"}, key=key)
    [found] = compare([line], book(), "lesser")
    assert found.expected == Decimal("90.00")
    assert found.is_exact


def test_visits_are_compared_with_the_sum_of_their_lines() -> None:
    lines = [paid("1 x 97110", allowed, agreement="visits", visit="v1") for allowed in ("60.00", "30.00")]
    [visit] = compare(lines, book(), "visits")
    assert (visit.code, visit.expected, visit.allowed) == ("visit", Decimal("90.00"), Decimal("90.00"))


def test_residuals_show_a_common_ratio_difference_and_schedule() -> None:
    newer = book()["fees"].terms[-1].schedule
    assert newer is not None
    compared = under_fees(
        paid("1 x 97110", "35.10"), paid("3 x 97110", "105.30"), paid("1 x 97530", "20.00"), paid("1 x 97161", "101.25")
    )
    found = {(each.kind, each.what): each for each in patterns(compared, {newer.file: newer})}
    assert found["schedule", f"the fees of {newer.file}"].lines == 2
    assert found["difference", "+1.16 a unit"].codes == "97110"
    assert found["ratio", "103.4% of the price"].percent_of_residuals == Decimal("66.7")


def test_a_day_without_terms_has_no_price() -> None:
    [found] = under_fees(paid("1 x 97110", "33.94", on=date(2020, 1, 1)))
    assert (found.expected, found.reason) == (None, "no_terms")
