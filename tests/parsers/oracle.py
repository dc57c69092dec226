"""A plain, slow, readable loop over segments: what the columnar reader must equal, cell by cell.

Shares with it only the search for delimiters, which has case tables of its own.
"""

from __future__ import annotations

from collections import defaultdict

from parsers.x12.interchange import interchanges
from tests.parsers.oracle_lists import Lists
from tests.parsers.oracle_values import (
    Container,
    Segment,
    code,
    components,
    day,
    envelope_columns,
    money,
    quantity,
    whole,
    without_control_characters,
)

HEADER = ("payment", "payer", "payee")


class Oracle(Lists):
    """Reads file after file; `tables` holds rows as dictionaries."""

    def __init__(self):
        self.tables = defaultdict(list)
        self.counts = {"interchange": 0, "payment": 0, "claim": 0, "line": 0}
        self.open = []

    def read(self, file_number, content):
        self.file, self.number, self.transactions = file_number, 0, 0
        before = dict(self.counts)
        is_test = False
        for interchange in interchanges(file_number, content)[0]:
            self.interchange(interchange)
            for row, sent, gathered in self.open:
                row["is_gathered"] = bool(sent) and sent <= gathered
            self.open.clear()
            is_test |= bool(interchange.header) and interchange.header.element(15) == "T"
        made = {f"{name}s": self.counts[name] - before[name] for name in self.counts}
        self.tables["file"].append(
            {
                "file_number": file_number,
                "segments": self.number,
                **made,
                "is_835": made["payments"] > 0,
                "usage_test": is_test,
            }
        )

    def interchange(self, interchange):
        marks = interchange.delimiters
        text = interchange.content[interchange.start : interchange.stop].decode(interchange.encoding)
        element, end, self.mark = (
            mark.decode("latin-1") for mark in (marks.element, marks.terminator, marks.component)
        )
        text = without_control_characters(text, {element, end, self.mark})
        self.header, self.interchange_number = interchange.header, None
        self.group = self.payment = self.claim = self.line = None
        self.mode, self.lx = "outside", None
        if interchange.header:
            self.counts["interchange"] += 1
            self.interchange_number = self.counts["interchange"]
            self.interchange_row(interchange.header, marks)
        for raw in text.split(end):
            if raw.strip(" "):
                self.number += 1
                parts = raw.strip(" ").split(element)
                self.segment(Segment(self.number, parts[0], parts))
        self.close_payment()

    def interchange_row(self, header, marks):
        keys = {
            "file_number": self.file,
            "segment_number": self.number + 1,
            "interchange_number": self.interchange_number,
        }
        self.tables["interchange"].append({**keys, **envelope_columns(header, marks)})

    def segment(self, s):
        if s.tag in ("ISA", "GS", "ST", "SE", "GE", "IEA"):
            self.envelope(s)
        elif self.mode != "outside":
            self.inside(s)

    def envelope(self, s):
        if s.tag == "SE" and self.payment:
            self.payment.row["segment_count"] = whole(s[1])
            self.payment.row["last_segment_number"] = s.number
        self.close_payment(s.number)
        self.mode = "outside"
        if s.tag in ("GS", "GE", "ISA", "IEA"):
            self.group = s if s.tag == "GS" else None
        if s.tag == "ST":
            self.transactions += 1
            if s.elements[1:2] == ["835"]:
                self.open_payment(s)

    def open_payment(self, s):
        self.counts["payment"] += 1
        group = self.group or Segment(0, "GS", [])
        row = {
            "file_number": self.file,
            "segment_number": s.number,
            "payment_number": self.counts["payment"],
            "interchange_number": self.interchange_number,
            "transaction_ordinal": self.transactions,
            "control_number": s[2],
            "usage_indicator": self.header.element(15) if self.header else None,
            "group_date": day(group[4]),
            "version": group[8],
            "segment_count": None,
            "last_segment_number": None,
        }
        self.payment, self.mode, self.level, self.lx = Container(row), "payment", "payment", None

    def close_payment(self, next_number=None):
        if not self.payment:
            return
        self.close_claim()
        first, row = self.payment.first, self.payment.row
        if row["last_segment_number"] is None:
            row["last_segment_number"] = next_number - 1 if next_number else self.number
        bpr, trn, payer, payee = first("BPR"), first("TRN"), first("N1", "PR"), first("N1", "PE")
        texts = {"handling": 1, "credit_debit": 3, "payment_method": 4, "payment_format": 5, "originating_company": 10}
        row.update({name: bpr[place] for name, place in texts.items()})
        row["payment_amount"], row["payment_date"] = money(bpr[2]), day(bpr[16])
        row["trace"], row["originator_id"] = trn[2], trn[3]
        row["production_date"], row["currency"] = day(first("DTM", "405")[2]), first("CUR")[2]
        row["payer_name"], row["payer_id_qualifier"], row["payer_id"] = payer[2], payer[3], payer[4]
        for qualifier in ("2U", "NF", "EO", "HI"):
            row[f"payer_reference_{qualifier.lower()}"] = first("REF", qualifier, levels=["payer"])[2]
        row["payee_name"], row["payee_id_qualifier"], row["payee_id"] = payee[2], payee[3], payee[4]
        row["payee_tin"] = first("N1", "PE", (3, "FI"))[4] or first("REF", "TJ", levels=["payee"])[2]
        row["payee_npi"] = first("N1", "PE", (3, "XX"))[4]
        self.tables["payment"].append(row)
        self.payment = None

    def inside(self, s):
        if s.tag in ("LX", "CLP", "PLB"):
            self.close_claim()
            self.mode = {"LX": "after LX", "CLP": "claim", "PLB": "footer"}[s.tag]
            self.level = "payment" if s.tag == "LX" else self.mode
        elif s.tag == "SVC":
            self.close_line()
            self.level = "line" if self.mode == "claim" else "orphan"
        elif s.tag == "N1" and self.mode == "payment":
            self.level = {"PR": "payer", "PE": "payee"}.get(s.elements[1] if len(s.elements) > 1 else "", "payment")
        s.level = self.level
        if s.level == "orphan":
            return
        if s.tag == "LX":
            self.lx = s
        elif s.tag == "CLP":
            self.open_claim(s)
        elif s.tag == "SVC":
            self.open_line(s)
        container = {"claim": self.claim, "line": self.line}.get(s.level, self.payment if s.level in HEADER else None)
        if container:
            container.segments.append(s)
        self.lists(s)

    def open_claim(self, s):
        self.counts["claim"] += 1
        self.payment.parts += 1
        texts = {"patient_control_number": 1, "status_code": 2, "filing_code": 6, "payer_control_number": 7}
        texts |= {"place_of_service": 8, "frequency_code": 9, "drg": 11}
        row = {
            **self.keys(s, ("payment_number",)),
            "claim_number": self.counts["claim"],
            "claim_ordinal": self.payment.parts,
            "assigned_number": self.lx[1] if self.lx else None,
            **{name: s[place] for name, place in texts.items()},
            **{name: money(s[place]) for name, place in {"charge": 3, "paid": 4, "patient_responsibility": 5}.items()},
        }
        self.claim = Container(row)

    def close_claim(self):
        if not self.claim:
            return
        self.close_line()
        first, row = self.claim.first, self.claim.row
        patient = first("NM1", "QC")
        row["patient_last"], row["patient_first"], row["patient_id"] = patient[3], patient[4], patient[9]
        row["subscriber_id"] = first("NM1", "IL")[9]
        rendering = first("NM1", "82")
        row["rendering_npi"], row["rendering_last"] = first("NM1", "82", (8, "XX"))[9], rendering[3]
        row["patient_id_qualifier"], row["rendering_first"] = patient[8], rendering[4]
        row["facility_npi"] = first("NM1", "77", (8, "XX"))[9]
        row["original_control_number"], row["contract_code"] = first("REF", "F8")[2], first("REF", "CE")[2]
        row["group_number"] = first("REF", "1L")[2]
        row["service_from"], row["service_until"] = day(first("DTM", "232")[2]), day(first("DTM", "233")[2])
        row["received_date"], row["interest"] = day(first("DTM", "050")[2]), money(first("AMT", "I")[2])
        self.tables["claim"].append(row)
        self.claim = None

    def open_line(self, s):
        self.counts["line"] += 1
        self.claim.parts += 1
        done, sent = components(s[1], self.mark), components(s[6], self.mark)
        row = {
            **self.keys(s, ("payment_number", "claim_number")),
            "line_number": self.counts["line"],
            "line_ordinal": self.claim.parts,
            "code_qualifier": done[0],
            "procedure_code": code(done[1]),
            **{f"modifier_{number}": code(done[number + 1]) for number in range(1, 5)},
            "charge": money(s[2]),
            "paid": money(s[3]),
            "revenue_code": s[4],
            "units_paid": quantity(s[5]),
            "submitted_code": code(sent[1]),
            "submitted_modifiers": code(":".join(part for part in sent[2:6] if part)),
            "units_billed": quantity(s[7]),
        }
        self.line = Container(row)

    def close_line(self):
        if not self.line:
            return
        first, row = self.line.first, self.line.row
        row["service_date"] = day(first("DTM", "472")[2] or first("DTM", "150")[2])
        row["service_until"] = day(first("DTM", "151")[2])
        row["line_control_number"] = first("REF", "6R")[2]
        row["rendering_npi"] = first("REF", "HPI")[2] or first("NM1", "82", (8, "XX"))[9]
        row["allowed_reported"] = money(first("AMT", "B6")[2])
        self.tables["line"].append(row)
        self.line = None


def read(files):
    """Every table of (number, content) pairs, as rows, without those that say only what is a column elsewhere."""
    tables = read_all(files)
    return {name: [row for row in rows if not row.get("is_gathered")] for name, rows in tables.items()}


def read_all(files):
    """Every table, with every row of a segment that was sent."""
    oracle = Oracle()
    for number, content in files:
        oracle.read(number, content)
    return oracle.tables
