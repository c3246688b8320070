"""Pure: what inspectors ask of a book."""
