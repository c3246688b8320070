"""A statement as a file: PDF, sheets, CSV, JSON. The same figures in each, to the đồng."""
