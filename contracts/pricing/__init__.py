"""What should have been allowed: price(situation), the ordered rules, and the procedures that Medicare ranks."""
