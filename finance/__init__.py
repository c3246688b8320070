"""Knows what is owed to and by the union and who decides; turns each decision into an entry.

The floors, top to bottom; each imports only what stands below it:

web, cli, jobs   the accountant's pages, commands and scheduled work of this room
shell            the frame all doors share: app factory, refusals as HTTP, guards, base templates
actions          one verb per file, one transaction each
runtime          settings, database, clock, identity, audit, scheduler, log
records          tables and small repositories, one noun per file
rules            the law and the arithmetic; pure
"""
