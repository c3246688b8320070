"""A made-up federation: its registers and feeds as files, and the command that takes them in.

Nothing in it is true: tax codes begin with 99, names are invented, the shares of the levels
above the grassroots are an illustration. The same scale and seed give the same bytes.
"""
