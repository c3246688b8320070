"""Named checks over a whole book; each returns what is wrong, none stops at the first fault.

They are given rows as they are stored, not entries: a row that was tampered with may be anything.
"""
