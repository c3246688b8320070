"""What is wrong with a row: every problem of it, each with its place; pure."""
