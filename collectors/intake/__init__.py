"""Files taken in and receipts matched: read, screen, keep as it came, hand to a finance action."""
