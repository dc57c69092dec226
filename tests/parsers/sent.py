"""A file's segments by splitting its text, and the file in slices: what the index of segments must agree with."""

from collections.abc import Iterator
from itertools import chain, pairwise

from parsers.x12.interchange import COMPONENT, ELEMENT, SEGMENT, interchanges
from parsers.x12.segment_index import segments


def segment_text(content: bytes, segment_number: int) -> str:
    """Segment `segment_number` (1-based, over all interchanges of the file) as it was sent, without its terminator.

    Line breaks inside it and spaces around it are left out. Raises IndexError if the file has no such segment.
    """
    remaining = segment_number
    for interchange in interchanges(0, content)[0]:
        marks = interchange.delimiters
        segments = [text for part in interchange.uniform_text().split(SEGMENT) if (text := part.strip(" "))]
        if 0 < remaining <= len(segments):
            text = segments[remaining - 1].replace(ELEMENT, marks.element.decode("latin-1"))
            return text.replace(COMPONENT, marks.component.decode("latin-1"))
        remaining -= len(segments)
    raise IndexError(f"the file has no segment {segment_number}")


def segments_with_separators(content: bytes) -> Iterator[bytes]:
    """The file in slices: gap, segment, gap, segment, ..., gap. Joined they are `content`."""
    edges = chain([0], chain.from_iterable((each.start, each.stop) for each in segments(content)), [len(content)])
    return (content[start:stop] for start, stop in pairwise(edges))
