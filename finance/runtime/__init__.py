"""What the house runs on: settings, database, clock, identity, audit, log and schedule."""
