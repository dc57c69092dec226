"""Small remittances for tests: one claim with one line, any segment of which can be changed, dropped or added."""

from __future__ import annotations

SEGMENTS = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*RECEIVER       *260105*0815*^*00501*000000001*0*P*:",
    "GS*HP*PAYER*RECEIVER*20260105*0815*1*X*005010X221A1",
    "ST*835*0001",
    "BPR*I*80*C*ACH*CCP*01*111000025*DA*1*1800000201**01*222000111*DA*2*20260107",
    "TRN*1*T1*1800000201",
    "DTM*405*20260105",
    "N1*PR*PLAN*XV*CDR01",
    "REF*2U*CDR02",
    "PER*CX*SERVICE*TE*8005550100*EX*12",
    "N1*PE*LONGLEAF*XX*1900100011",
    "REF*TJ*900100011",
    "LX*1",
    "CLP*P1*1*120*80*20*12*ICN1*11*1",
    "NM1*QC*1*VARNOX*ARLO****MI*M1",
    "REF*1L*GR1",
    "DTM*232*20251201",
    "SVC*HC:97110:GP*120*80**2",
    "DTM*472*20251201",
    "CAS*CO*45*20",
    "CAS*PR*2*20",
    "REF*6R*L1",
    "AMT*B6*100",
    "LQ*HE*N130",
    "SE*22*0001",
    "GE*1*1",
    "IEA*1*000000001",
)


def remit(*, end="~", without=(), **changed):
    """The remittance as bytes; `changed` maps a tag to the text that replaces its first segment.

    Tags that begin with a digit-free name are given as keywords (CLP=...); several segments are joined by '~'.
    """
    texts = []
    for segment in SEGMENTS:
        tag = segment.split("*")[0]
        if tag not in without:
            texts.extend(changed.pop(tag, segment).split("~"))
    assert not changed, f"no segment {sorted(changed)}"
    return "".join(text + end for text in texts if text).encode()


def translated(content, element="*", component=":", end="~"):
    """The same remittance with other delimiters."""
    return content.decode().replace("*", element).replace(":", component).replace("~", end).encode("latin-1")
