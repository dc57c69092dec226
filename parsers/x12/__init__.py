"""X12 bytes to tables: interchanges, segments, the elements that layout.toml names, and what is odd about them."""
