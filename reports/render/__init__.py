"""Turns figures into files; each file format has its module."""
