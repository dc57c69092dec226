"""Whether a remittance keeps to the 005010X221A1 guide: the only folder that imports pyx12."""
