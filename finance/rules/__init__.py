"""What the law and the federation say, as functions on whole đồng and dates.

Pure: nothing here knows a clock, a session, a file or a float. A page and a batch call the
same function, so both come to the same đồng.

rates, sources      values of the law with their dates; the texts they come from
levy, states        what an employer owes, by when; late, unpaid, paid, suspended, waived
dues                what a member owes, and the part a unit keeps
sharing             who keeps which share of a receipt
workdays, tax_codes days on which offices work; the form of a tax code
consolidation, settlement, collection   folds over the balances of books
permissions         who may do what; two persons for one voucher

The legal numbers stand in `parameters/*.toml`, their texts in `sources.toml`, the permissions
in `permissions.toml`; `finance.runtime.parameters` reads them once.
"""
