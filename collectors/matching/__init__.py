"""Whose a receipt is, and what it pays; what a debit row is: pure."""
