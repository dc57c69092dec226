"""Explains a short line: finds each other reading of the contract that gives the amount allowed, to the cent.

A candidate is the same calculation with one thing changed (contracts/causes/change.py). It explains a short line or it
does not; nothing is estimated. The warehouse chooses among several candidates by looking at many lines. What is owed
does not depend on the cause.
"""
