"""Pure: statements made of figures."""
