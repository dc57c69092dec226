"""`rates import`, `codes import` and `contracts check`: imports CMS rates and code wordings, and checks agreements."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.terminal.tables import print_table

if TYPE_CHECKING:
    from contracts.agreements.dispute_window import DisputeWindow

rates = typer.Typer(no_args_is_help=True, help="Medicare rates as CMS publishes them.")
contracts = typer.Typer(no_args_is_help=True, help="Agreements and fee schedules.")
codes = typer.Typer(no_args_is_help=True, help="Reason and remark codes in X12's own words.")


@rates.command("import")
def import_rates(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="zip, csv or txt, as downloaded.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Read CMS fee schedule, GPCI and ZIP files into rates/; the next night prices with them."""
    from contracts.medicare.release_import import import_files  # noqa: PLC0415

    place = workspace_of(context, workspace)
    reports = import_files(files, place.rates)
    rows = [
        {
            "file": r.file,
            "kind": r.kind,
            "for": r.key,
            "rows": r.row_count,
            "written": r.written and r.written.name,
            "note": r.note,
        }
        for r in reports
    ]
    print_table(rows, ("file", "kind", "for", "rows", "written", "note"))


@codes.command("import")
def import_codes(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="Lists of codes you have a license for: CSV, text."),
    ],
    workspace: WorkspaceOption = None,
) -> None:
    """Take in X12's wordings of CARC and RARC; explanations and letters quote them beside our own."""
    from contracts import codes as ours  # noqa: PLC0415
    from contracts.codes.official_wording import is_reason, load, read_list, store  # noqa: PLC0415

    place = workspace_of(context, workspace)
    read = [(file, read_list(file.name, file.read_bytes())) for file in files]
    known = {**ours.reasons(), **ours.remarks()}
    store(place.wordings, {**load(place.wordings), **{code: text for _, found in read for code, text in found.items()}})
    rows = [
        {
            "file": file.name,
            "reason_codes": sum(map(is_reason, found)),
            "remark_codes": sum(not is_reason(code) for code in found),
            "not_in_our_list": sum(code not in known for code in found),
        }
        for file, found in read
    ]
    print_table(rows, ("file", "reason_codes", "remark_codes", "not_in_our_list"))
    print(f"Kept in {place.wordings}.")


@contracts.command("check")
def check_contracts(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Read every agreement and schedule; report overlaps, gaps and unknown keys, all at once."""
    from flows.intake.settings import load_settings  # noqa: PLC0415
    from flows.night import read_contracts  # noqa: PLC0415

    place = workspace_of(context, workspace)
    _, book = read_contracts(load_settings(place.root))
    rows = [
        {
            "agreement": agreement.id,
            "name": agreement.name,
            "terms": len(agreement.terms),
            "method": ", ".join(dict.fromkeys(terms.method for terms in agreement.terms)),
            "first_day": agreement.terms[0].effective_from,
            "last_day": agreement.terms[-1].effective_until or "open",
            "window": _window(agreement.dispute_window),
        }
        for agreement in book
    ]
    print_table(rows, ("agreement", "name", "terms", "method", "first_day", "last_day", "window"))
    print(f"{len(rows)} agreements, nothing wrong with them.")


def _window(window: "DisputeWindow") -> str:
    events = " or ".join(event.replace("_", " ") for event in window.counted_from)
    counted = f"{events}, the later" if len(window.counted_from) > 1 else events
    return f"{window.length} from {counted}{' (assumed)' if window.is_assumed else ''}"
