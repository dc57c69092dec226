"""Which rate the payer did use: every other reading of the contract that gives the amount allowed, to the cent.

A candidate is the same calculation with one thing changed (contracts/causes/change.py); it explains a short line or
not, and nothing is estimated. Which of several candidates is meant is decided over many lines: the warehouse's part.
What is owed does not depend on any of this.
"""
