"""Pure builders of statements from balances and lines."""
