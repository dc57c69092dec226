"""Every trap of ../shared/reference/835.md, section 10, has a test named after its number, or a reason for none."""

import ast
from collections import Counter
from pathlib import Path

TRAPS = range(1, 63)
# (number, what of it no file can express, why); a trap of which a file expresses nothing would stand here alone
NOT_IN_A_FILE = (
    (7, "a secondary payment with status 1 and without OA-23", "nothing in it differs from a primary payment"),
    (15, "which of our lines went into which part", "only the 837 knows what was one claim"),
    (38, "whether the network that was rented is one of ours", "REF*9A is a number of the repricer, not of a contract"),
    (60, "a reprocessing that the payer has announced", "it is announced by letter; the file shows it when it is done"),
)
WHOLLY: tuple[int, ...] = ()


def counted_by_trap() -> Counter[int]:
    """How many test functions carry each number."""
    modules = Path(__file__).parent.glob("test_traps_*.py")
    names = [
        node.name
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_trap_")
    ]
    return Counter(int(name.split("_")[2]) for name in names)


def test_every_trap_is_tested_or_listed() -> None:
    assert sorted({*counted_by_trap(), *WHOLLY}) == list(TRAPS)
    assert not counted_by_trap().keys() & set(WHOLLY)


def test_what_is_listed_is_a_trap_with_a_reason() -> None:
    assert all(number in TRAPS and what and why for number, what, why in NOT_IN_A_FILE)
    assert set(WHOLLY) <= {number for number, _, _ in NOT_IN_A_FILE}
