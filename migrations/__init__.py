"""The history of the shape of the records."""
