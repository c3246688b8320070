"""The inspectors' door and the open door."""
