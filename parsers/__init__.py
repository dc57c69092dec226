"""Bytes to facts: reads remittances and bank files as they were sent, and judges nothing about rates.

`parsers.x12.remittance.stream` turns X12 835 files into typed tables, part by part. What is odd about a
file is a finding beside the facts (`parsers.x12.findings`), never an exception.
"""

import os

# Polars gives memory back half a second after its last use. A reader that takes the same memory again for every batch
# pays a tenth of its time for that; what one thread gives back, another takes. Polars reads this once, when it is
# imported, after its own settings.
os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:10000,muzzy_decay_ms:10000")
