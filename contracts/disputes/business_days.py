"""Which days are business days: Monday to Friday except the legal public holidays of the United States.

The holidays are data (`federal_holidays.csv`, 5 U.S.C. 6103), written as the statute writes them, so the table holds
for every year. A fixed-date holiday on a Saturday is kept on the Friday before it (5 U.S.C. 6103(b)), on
a Sunday on the Monday after it (Executive Order 11582). State holidays and one-off closings by executive order do not
belong here.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One legal holiday: a `day` of `month`, or its `nth` `weekday` (nth None = the last); kept since `first_year`."""

    name: str
    month: int
    day: int | None
    weekday: int | None
    nth: int | None
    first_year: int

    def kept_on(self, year: int) -> date:
        """The day off in `year`; for New Year's Day on a Saturday that is December 31 of the year before."""
        if self.day is not None:
            return _observed(date(year, self.month, self.day))
        if self.weekday is None:
            raise ValueError(f"{self.name} has neither a day nor a weekday")
        if self.nth is None:
            last = date(year, self.month + 1, 1) - ONE_DAY  # no "last" holiday is in December
            return last - timedelta(days=(last.weekday() - self.weekday) % 7)
        first = date(year, self.month, 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - ONE_DAY
    return day + ONE_DAY if day.weekday() == SUNDAY else day


@cache
def holidays() -> tuple[Holiday, ...]:
    """The table, in the statute's order."""
    text = (files("contracts") / "disputes" / "federal_holidays.csv").read_text(encoding="utf-8")
    return tuple(
        Holiday(
            name=row["name"],
            month=int(row["month"]),
            day=int(row["day"]) if row["day"] else None,
            weekday=WEEKDAYS.index(row["weekday"]) if row["weekday"] else None,
            nth=int(row["nth"]) if row["nth"] not in {"", "last"} else None,
            first_year=int(row["first_year"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def holidays_of(year: int) -> dict[date, str]:
    """Day off -> name of the holiday, for every day off that falls in `year`."""
    # The next year's table is read too: a New Year's Day on a Saturday is kept on December 31.
    kept = {
        holiday.kept_on(of): holiday.name
        for of in (year, year + 1)
        for holiday in holidays()
        if of >= holiday.first_year
    }
    return {day: name for day, name in sorted(kept.items()) if day.year == year}


def holiday_name(day: date) -> str | None:
    """The holiday kept on `day`, or None."""
    return holidays_of(day.year).get(day)


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY and holiday_name(day) is None


def next_business_day(day: date) -> date:
    """`day` itself, or the first business day after it."""
    while not is_business_day(day):
        day += ONE_DAY
    return day


def previous_business_day(day: date) -> date:
    """`day` itself, or the last business day before it."""
    while not is_business_day(day):
        day -= ONE_DAY
    return day


def add_business_days(start: date, count: int) -> date:
    """The `count`-th business day after `start`, which itself is not counted."""
    day = start
    for _ in range(count):
        day = next_business_day(day + ONE_DAY)
    return day
