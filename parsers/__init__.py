"""Bytes to facts: reads the remittances and bank files that were sent, and judges nothing about rates.

`parsers.remittance.read` turns X12 835 files into typed tables; `parsers.interchange.segment_text` shows where a fact
came from. What is odd about a file is a finding beside the facts (`parsers.findings`), never an exception.
"""

import os

# Polars gives memory back half a second after its last use. A reader that takes the same memory again for every batch
# pays a tenth of its time for that; what one thread gives back, another takes. Polars reads this once, when it is
# imported, behind what it sets itself.
os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:10000,muzzy_decay_ms:10000")
