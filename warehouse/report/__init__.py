"""The report of a night as one page of HTML."""
