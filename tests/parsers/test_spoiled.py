"""What spoiled remittances once did to the reader, each as small as it can be; `make fuzz` looks for more."""

from __future__ import annotations

import pytest

from parsers.x12.remittance import SCHEMAS, read
from parsers.x12.segment_index import segments
from tests.parsers.compare import differences, source_files
from tests.parsers.mutated import remits, spoiled
from tests.parsers.remits import remit

NARROW = "\n".join(remit().decode()).encode()  # every character on a line of its own
SPOILED = {
    "a letter a line": NARROW,
    "an end of segments that is half a letter of UTF-8": remit().decode().replace("~", "\xa8").encode(),
    "an end of segments that UTF-16 wrote as two bytes": remit().decode().replace("~", "\x85").encode("utf-16"),
    "a trailer that became an ISA": remit(IEA="ISA*5*000010125") + b"\n" + remit(),
    "an ISA of many lines": b"ISA*" + NARROW,
    "nothing but separators": b"ISA*00**00**ZZ*A*ZZ*B*260105*0815*^*00501*1*0*P*:~" + b"*" * 40 + b"~~~",
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_file_keeps_to_itself(name):
    content = SPOILED[name]
    alone = read(source_files([content])).tables["file"].row(0)[1:]
    tables = read(source_files([remit(), content, remit()])).tables
    assert [row[1] for row in tables["file"].rows()] == [26, alone[0], 26]
    assert tables["file"].row(1)[1:] == alone
    assert alone[0] == sum(1 for _ in segments(content))
    assert tables["finding"].filter(file_number=2).height > 0
    assert tables["claim"].filter(file_number=3).drop("file_number", "claim_number", "payment_number").rows() == (
        read(source_files([remit()])).tables["claim"].drop("file_number", "claim_number", "payment_number").rows()
    )
    assert differences([remit(), content]) == []


def test_every_table_has_its_columns_in_their_order_because_the_warehouse_appends_by_position():
    for contents in ([], [b""], [remit()], [remit(), b"rubbish"], list(SPOILED.values())):
        tables = read(source_files(contents)).tables
        assert {name: list(tables[name].schema.items()) for name in SCHEMAS} == {
            name: list(schema.items()) for name, schema in SCHEMAS.items()
        }


def test_a_run_is_the_same_run_again():
    sound = remits("fixtures")
    first, again = ([spoiled("a", number, sound) for number in range(40)] for _ in range(2))
    assert first == again
    assert spoiled("a", 3, sound) != spoiled("b", 3, sound)
    # Most of a run is really spoiled: few files are as they were.
    untouched = sum(spoiled("a", number, sound).content in sound for number in range(200))
    assert untouched < 20
