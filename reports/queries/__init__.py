"""Read-only SQL to typed rows; nothing here writes, formats or decides."""
