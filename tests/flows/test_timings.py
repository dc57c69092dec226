"""`nightly --timings`: seconds by stage in the order of the night, and the steps that took most of it."""

from decimal import Decimal

import pytest

from flows.terminal.summary import print_timings


def test_stages_add_up_and_slow_steps_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = {"receive": "1.5", "check.a": "0.004", "check.b": "2.0", "judge.c": "3.0", "publish": "0.5"}
    print_timings({name: Decimal(spent) for name, spent in seconds.items()})
    stages, steps = capsys.readouterr().out.split("Steps of a hundredth or more")
    assert [line.split() for line in stages.splitlines()[3:] if line] == [
        ["receive", "1.5"], ["check", "2.004"], ["judge", "3.0"], ["publish", "0.5"], ["all", "7.004"],
    ]  # fmt: skip
    assert [line.split()[0] for line in steps.splitlines()[2:]] == ["judge.c", "check.b"]
