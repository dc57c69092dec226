"""Small files in the layouts of CMS, with invented descriptions, for the importers' cases."""

from collections.abc import Mapping, Sequence

STACK = (
    ",,,,,,,,,,,,,,,,,,,,,,,,,,,,NON-FACILITY,FACILITY,",
    ",,,,NOT USED,,,,,,,,,,,,,,,,,,,,,PHYSICIAN,,DIAGNOSTIC,PE USED,PE USED,MP USED",
    ",,,,FOR,,,NON-FAC,,FACILITY ,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS",
    (
        ",,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,"
        "BILAT,ASST,CO-,TEAM,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT"
    ),
    (
        "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,"
        "PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
    ),
)
PRICED_INDICATOR = 23  # where the layout of 2026 has one column more
ROW: Mapping[int, str] = {
    0: "97140",
    1: "",
    2: "Secret description",
    3: "A",
    4: "",
    5: "0.43",
    6: "0.39",
    7: "",
    8: "0.39",
    9: "NA",
    10: "0.01",
    11: "0.83",
    12: "0.83",
    13: "7",
    14: "XXX",
    15: "0.00",
    16: "0.00",
    17: "0.00",
    18: "5",
    19: "0",
    20: "1",
    21: "0",
    22: "0",
    23: "",
    24: "33.4009",
    25: "09",
    26: "0",
    27: "99",
    28: "0.00",
    29: "0.00",
    30: "0.00",
}


def row(changes: Mapping[int, str] | None = None, factor: str = "33.4009") -> list[str]:
    """A row of the 2025 layout, by column number."""
    cells = {**ROW, 24: factor, **(changes or {})}
    return [cells[column] for column in sorted(cells)]


def relative_values(
    rows: Sequence[Sequence[str]], title: str = "2026 National Physician Fee Schedule Relative Value File July Release"
) -> str:
    """A PPRRVU file: ten head lines, then the rows."""
    blank = "," * 30
    head = [f",,{title}{',' * 28}", f",,CPT codes and descriptions only are copyright{',' * 28}", blank, blank]
    lines = [*head, f",,RELEASED 06/30/2026{',' * 28}", *STACK, *(",".join(cells) for cells in rows)]
    return "\r\n".join(lines) + "\r\n"


def with_price_indicator(text: str) -> str:
    """The same in the layout of 2026."""
    lines = [line.split(",") for line in text.splitlines()]
    for number, cells in enumerate(lines):
        extra = {8: "PRIC", 9: "IND"}.get(number, "" if number < 10 else "9")
        cells.insert(PRICED_INDICATOR, extra)
    return "\r\n".join(",".join(cells) for cells in lines) + "\r\n"


def indices(
    rows: Sequence[str] = ("11502,NC,00,NORTH CAROLINA,0.991,1,0.933,0.639", "02102,AK,01,ALASKA*,1.5,1.5,1.065,0.551"),
    year: int = 2026,
) -> str:
    """A GPCI file with both work columns, three head lines and footnotes."""
    header = (
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
        f"{year} PW GPCI (without 1.0 Floor),{year} PW GPCI (with 1.0 Floor),{year} PE GPCI,{year} MP GPCI"
    )
    notes = ['"MAC Assignments as of November 22, 2023",,,,,,,', "*Work GPCI reflects a 1.5 floor in Alaska.,,,,,,,"]
    return "\n".join([f"ADDENDUM E. FINAL CY {year},,,,,,,", ",,,,,,,", header, *rows, *notes]) + "\n"


def zip_line(zip5: str, mac: str = "11502", number: str = "00", flag: str = "0", quarter: str = "20264") -> str:
    return f"NC{zip5}{mac}{number} Z9   {flag} A{' ' * 52}{quarter}"
