"""Scheduled work of this room; one process runs it, each slot once."""
