"""Invented disputed claims, and the text of their PDFs."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pypdf import PdfReader

from contracts.letters.contact import Contact
from contracts.letters.excerpt import Remittance
from contracts.letters.facts import DisputedClaim, Issue, Payee, Payer, ServiceLine, Source, Timing, UsedFee
from contracts.letters.profiles import profile_of
from contracts.steps import Step

ON = date(2026, 11, 16)
REMIT = b"""ISA*00*          *00*          *ZZ*CDR            *ZZ*RECEIVER       *260520*0730*^*00501*000000001*0*P*:~
GS*HP*CDR*RECEIVER*20260520*0730*1*X*005010X221A1~
ST*835*0001~
BPR*I*31.40*C*ACH*CCP*01*999999992*DA*5550001*1800000201**01*999999992*DA*5550002*20260520~
TRN*1*T0001*1800000201~
N1*PR*CEDARPOINT HEALTH PLANS~
N3*1 PAPER MILL LANE~
N4*FENWICKE*OH*43999~
N1*PE*LONGLEAF PHYSICAL THERAPY*XX*1900100011~
LX*1~
CLP*LL1*1*120*31.40**12*CP1*11*1~
NM1*QC*1*GORSEHILL*EMRYS****MI*M1~
SVC*HC:97110:GP*120*31.40**2~
DTM*472*20260504~
CAS*CO*45*88.60~
CLP*LL2*1*90*90**12*CP2*11*1~
NM1*QC*1*SOMEBODY*ELSE****MI*M2~
SE*15*0001~
GE*1*1~
IEA*1*000000001~
"""
CLAUSE = "Exhibit B, page 2"
CONTACT = Contact(
    "longleaf", "Ada Quill", "919 555 0142", None, "billing@example.org", ("5 Mill Road", "Durham, NC 27701")
)


def a_line(ordinal: int = 1, **changes: Any) -> ServiceLine:
    line = ServiceLine(
        ordinal=ordinal, claim="CP1", control_number=f"{ordinal:07d}", service_date=date(2026, 5, 4), code="97110",
        modifiers=("GP",), units=Decimal(2), rendering_npi="1800000014", charge=Decimal("120.00"),
        paid=Decimal("31.40"),
        expected=Decimal("62.80"), actual=Decimal("31.40"), reasons=("CO-45",),
        place_of_service="11",
    )  # fmt: skip
    return replace(line, **changes)


def an_issue(*lines: ServiceLine, **changes: Any) -> Issue:
    issue = Issue(
        lines=lines or (a_line(),), is_visit=False, expected=Decimal("62.80"), actual=Decimal("31.40"),
        short=Decimal("31.40"), cause="prior_schedule_version", evidence=None, confidence="pattern", clause=CLAUSE,
        terms_from=date(2026, 3, 1), schedule="cedar_ppo_2026.csv", situation_id="ab" * 32,
        steps=(
            Step("scheduled_fee", "97110: 31.40 a unit", Decimal("31.40"), f"{CLAUSE}; cedar_ppo_2026.csv row 4"),
            Step("multiply_units", "2 x 31.40 = 62.80", Decimal("62.80"), CLAUSE),
        ),
        fee_rows=(UsedFee("cedar_ppo_2026.csv", 4, "97110", None, Decimal("31.40"), date(2026, 3, 1), None),),
    )  # fmt: skip
    return replace(issue, **changes)


def a_claim(**changes: Any) -> DisputedClaim:
    sent = Remittance(REMIT)
    claim = DisputedClaim(
        payer=Payer(
            "CEDARPOINT HEALTH PLANS", ("PO Box 14", "Fenwicke, OH 43999"), "portal", "rate dispute", "reconsideration",
            None,
        ),
        payee=Payee("LONGLEAF PHYSICAL THERAPY", "900100011", "1900100011", (), CONTACT),
        agreement="cedar_ppo", agreement_name="Cedarpoint PPO and POS", fingerprint="cd" * 32,
        profile=profile_of("CEDARPOINT HEALTH PLANS", "12"), patient_control_number="LL1", payer_control_number="CP1",
        patient_last="GORSEHILL", patient_first="EMRYS", member_id="M1", group_number="CH22", filing_code="12",
        trace="T0001", payment_date=date(2026, 5, 20), remittance_date=date(2026, 5, 20),
        batch="cedar_ppo/prior_schedule_version/01", issues=(an_issue(),),
        timing=Timing(date(2026, 5, 20), ON, ON, "180 days after the remittance date.", is_assumed=False),
        sources=(Source("20260520_cedar.835", "ef" * 32, True),), header=sent.header(3), segments=sent.claim(11),
        overpaid_lines=0,
    )  # fmt: skip
    return replace(claim, **changes)


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def squeezed(text: str) -> str:
    """Text without the spaces and break marks that layout puts in or takes out."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def said(document: bytes) -> str:
    return squeezed("".join(pages(document)))
