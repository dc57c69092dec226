"""What a payer should have allowed, why, and until when to dispute it. Pure Python on Decimal, no database."""
