"""Pure: what is published, and to whom it is shown."""
