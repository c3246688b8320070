"""Shows the book to those entitled to see it; it never changes it.

The floors, top to bottom; each imports only what stands below it:

web, cli, jobs                       the inspector's and the open door, reading commands, reminders
library                              the catalogue of what can be shown
render, queries                      PDF, sheets, CSV; read-only SQL to typed rows
statements, inspection, disclosure   pure builders of what is shown
figures                              a statement and its figures, each with the entries behind it
"""
