"""What the union does: one verb per file, one transaction each, nothing after the commit."""
