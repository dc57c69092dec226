"""What a payer should have allowed, why, and by when to say so. Pure Python on Decimal: no database, no dataframe."""
