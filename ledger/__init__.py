"""Keeps the book: accounts, balanced entries, periods, balances, proof that nothing was altered.

The floors, top to bottom; each imports only what stands below it:

book      the public surface and only writer: open a book, post, reverse, close a period
store     tables, reads, writes
checks    named checks over a whole book, each returning what is wrong
balances, chain, export   folds over lines; canonical bytes and leaf hashes; text for other programs
entries   an entry and its lines, balanced by construction
accounts, periods         the chart; months and their states
money     whole đồng: the only multiplication and the only division
errors    refusals, each a sentence with a code and facts

This room has never heard of a union, of HTTP or of a file format.
"""
