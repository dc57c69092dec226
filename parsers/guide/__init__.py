"""Whether a remittance keeps to the 005010X221A1 guide: the only room that knows pyx12, beside the money."""
