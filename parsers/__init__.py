"""Bytes to facts: reads the remittances and bank files that were sent, and judges nothing about rates.

`parsers.remittance.read` turns X12 835 files into typed tables; `parsers.interchange.segment_text` shows where a fact
came from. What is odd about a file is a finding beside the facts (`parsers.findings`), never an exception.
"""
