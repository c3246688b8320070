"""Brings money and evidence in from outside and matches it to what is owed.

It never computes what is owed.

The floors, top to bottom; each imports only what stands below it:

web, cli, jobs        the upload and review pages, `intake` and `levy match`, the daily match
intake                read, screen, keep, hand to a finance action
sources, tables       one file per outside format; batches, raw rows and quarantine
matching, screening   what a receipt may pay, and what is wrong with a row; pure
evidence              frozen records of what an outsider said
"""
