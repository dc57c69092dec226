"""`show`: prints an archived remittance as it was sent, with the names of its segments and elements."""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import WorkspaceError
from flows.intake.archive import Archive
from flows.intake.rejected_files import shown
from flows.workspace import Workspace
from parsers.guide.element_names import element_name, segment_name
from parsers.x12.segment_index import Segment, segments

NUMBERED: Final = re.compile(r"(?P<file>.+):(?P<segment>[0-9]+)")
AT_ONCE: Final = 200
# Depth of a segment that opens a loop; the segments after it are one deeper, until another one opens or closes.
OPENING_DEPTH: Final = {"ISA": 0, "GS": 1, "ST": 2, "N1": 3, "LX": 3, "CLP": 4, "SVC": 5}
CLOSING_DEPTH: Final = {"SE": 2, "GE": 1, "IEA": 0, "PLB": 3}
INDENT: Final = "  "


def show(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE[:SEGMENT]", help="A name from file_log, or a path.")],
    start: Annotated[int, typer.Option("--from", min=1, help="The first segment shown.")] = 1,
    count: Annotated[int, typer.Option(min=1, help="How many segments are shown.")] = AT_ONCE,
    workspace: WorkspaceOption = None,
) -> None:
    """What was sent, in words: one segment element by element, or the file indented by its loops."""
    place = workspace_of(context, workspace)
    content, segment = find_file(place, file)
    if segment is not None:
        print("\n".join(segment_lines(content, segment)))
        return
    total = 0
    for total, line in enumerate(file_lines(content), 1):
        if start <= total < start + count:
            print(line)
    if total == 0:
        raise WorkspaceError(f"{file}: no segment begins anywhere in it.")
    if start > total:
        raise WorkspaceError(f"{file}: has {total} segments, none from {start} on.")
    if start + count <= total:
        print(f"... {total} segments in all; go on with --from {start + count}", file=sys.stderr)


def find_file(place: Workspace, file: str) -> tuple[bytes, int | None]:
    """The bytes of a file, and the number of the segment asked for. The archive comes before the disk.

    A name that ends in a colon and digits may be a whole file name, so that is tried first.

    Raises WorkspaceError when neither the archive nor the disk has it, or its archived bytes are damaged.
    """
    found = NUMBERED.fullmatch(file)
    asked: list[tuple[str, int | None]] = [(file, None)]
    if found is not None:
        asked.append((found["file"], int(found["segment"])))
    for name, segment in asked:
        if (content := _archived(place, name)) is not None:
            return content, segment
    for name, segment in asked:
        if Path(name).is_file():
            return Path(name).read_bytes(), segment
    raise WorkspaceError(
        f"There is no file {asked[-1][0]} in the archive or on this disk. Names are those of the view file_log."
    )


def _archived(place: Workspace, name: str) -> bytes | None:
    """The content of the newest file that arrived under this name."""
    entries = [entry for entry in Archive(place.archive).ledger() if entry.name == name]
    if not entries:
        return None
    if len({entry.sha256 for entry in entries}) > 1:
        print(f"{name} arrived {len(entries)} times with different bytes; this is the last one.", file=sys.stderr)
    newest = entries[-1]
    content = newest.content() if newest.path.exists() else b""
    if sha256(content).hexdigest() != newest.sha256:
        raise WorkspaceError(f"{name}: its bytes in archive/ are gone or damaged. Restore them from a backup.")
    return content


def segment_lines(content: bytes, number: int) -> Iterator[str]:
    """A segment in text: one line for each element and component."""
    segment = next(islice(segments(content), max(number - 1, 0), None), None)
    if segment is None or number < 1:
        raise WorkspaceError(f"The file has no segment {number}.")
    yield f"{segment.number}  {shown(segment.text)}"
    yield f"{INDENT}{shown(segment.tag)}  {segment_name(segment.tag) or 'a segment that no 835 has'}"
    for element, sent in enumerate(segment.elements[1:], 1):
        components = segment.components(element)
        if len(components) == 1:
            name = element_name(segment.tag, element) or element_name(segment.tag, element, 1)
            yield _element(f"{segment.tag}{element:02}", name, sent)
            continue
        for component, part in enumerate(components, 1):
            name = element_name(segment.tag, element, component)
            yield _element(f"{segment.tag}{element:02}-{component}", name, part)


def file_lines(content: bytes) -> Iterator[str]:
    """A file in text: one line for each segment, indented by its loop."""
    depth = 0
    for segment in segments(content):
        at, depth = _depth(segment, depth)
        text = f"{INDENT * at}{shown(segment.text)}"
        yield f"{segment.number:>6}  {text:<70}  {segment_name(segment.tag) or ''}".rstrip()


def _depth(segment: Segment, inside: int) -> tuple[int, int]:
    """The depth of a segment, and the depth of the one that follows."""
    tag = segment.tag
    if tag in OPENING_DEPTH:
        # An N1 inside a claim opens no loop.
        at = OPENING_DEPTH[tag] if tag != "N1" or inside <= OPENING_DEPTH["LX"] + 1 else inside
        return at, at + 1
    if tag in CLOSING_DEPTH:
        return CLOSING_DEPTH[tag], CLOSING_DEPTH[tag]
    return inside, inside


def _element(place: str, name: str | None, sent: str) -> str:
    return f"{INDENT * 2}{shown(place):<9} {name or '':<28} {shown(sent)}".rstrip()
