"""The night as a Prefect flow: its steps in their order; warehouse/pipeline.py has the stages that build relations.

Prefect keeps parameters, states and log lines in plain text. So the only parameters are a path, a day and a flag, tasks
take and return nothing, no result is persisted, and a failure carries a sentence for the user, never an exception's
text.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.errors import WRONG_INPUT, Failure, StageError, failed_night_noted, failure_from
from flows.night import NightReport, one_night, progress
from flows.workspace import SERVED, Workspace
from warehouse.pipeline import STAGES

PAUSES = [1, 5, 20]  # seconds before another try, for the stages that read or write folders shared with others


@flow(name="nightly", persist_result=False, validate_parameters=True)
def nightly(workspace: Path, as_of: date | None = None, as_production: bool = False) -> NightReport:  # noqa: FBT001, FBT002 -- Prefect passes parameters by name
    """Everything from the inbox to the published queue; with `as_production`, for a trial, tests (ISA15 = T) too.

    `workspace` is the workspace's top level; `as_of` the day deadlines are counted from, today when None.
    Raises flows.errors.StageError. The scheduler sends this function to another process by value: what its body
    names must be a module's own, or plain data.
    """
    refuse_another_workspace(workspace)
    failure_file = Workspace(workspace).failure_file
    stage = partial(run_stage, failure_file)
    noted = failed_night_noted(Workspace(workspace).failed_night_file)
    with noted, stage_errors("inputs", failure_file), one_night(workspace, as_of, as_production=as_production) as night:
        stage("receive", night.receive, pauses=PAUSES)
        stage("conformance_begins", night.begin_conformance)
        for batch in night.waiting():
            stage("load", partial(night.load, batch))
        stage("bank_files", night.load_bank_files)
        for name in STAGES:
            stage(name, partial(night.run, name))
        stage("conformance_ends", night.end_conformance)
        stage("close", night.close)
        stage("publish", night.publish, pauses=PAUSES)
        return night.report()


def refuse_another_workspace(workspace: Path) -> None:
    """Raise StageError when the run comes from a schedule that serves another workspace."""
    served = os.environ.get(SERVED)
    if served is not None and Path(served).resolve() != workspace.resolve():
        raise StageError(
            "inputs", Failure("This schedule serves one workspace, and the run names another.", WRONG_INPUT)
        )


def run_stage(failure_file: Path, name: str, work: Callable[[], None], *, pauses: Sequence[float] = ()) -> None:
    """Run one stage as a Prefect task of that name, once more after each of `pauses` (seconds) if that may help."""

    @task(
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(pauses),
        retry_delay_seconds=list(pauses),
        retry_condition_fn=_may_pass,
    )
    def stage() -> None:
        with stage_errors(name, failure_file):
            work()

    progress.get()(name, 0, 0)
    stage()


@contextmanager
def stage_errors(stage: str, failure_file: Path) -> Iterator[None]:
    """Turn any exception of the block into a StageError, which has no patient data."""
    try:
        yield
    except StageError:
        raise
    except Exception as error:  # noqa: BLE001 -- the text of any exception may quote a remittance
        raise StageError(stage, failure_from(error, failure_file)) from None


def _may_pass(_task: object, _run: object, state: State[object]) -> bool:
    """Whether another try may help: a lost network share may come back, a full disk does not empty itself."""
    failure = state.result(raise_on_failure=False)
    return isinstance(failure, StageError) and failure.failure.may_pass
