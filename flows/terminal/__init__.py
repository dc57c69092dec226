"""What the terminal shows: tables, an explained claim, the summary of a night."""
