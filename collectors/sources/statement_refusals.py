"""Why a statement in MT940 or camt.053 is refused as a whole: nothing of it has been taken."""

from collectors.sources.refusals import SourceRefused


class AnotherAccount(SourceRefused):
    """The file names an account, and it is not the one somebody has named."""

    code = "source.another_account"
    vi = "Tệp là sao kê của tài khoản {found}, không phải của tài khoản {asked}."
    en = "The file is a statement of account {found}, not of account {asked}."


class SeveralAccounts(SourceRefused):
    """A file is a statement of one account."""

    code = "source.several_accounts"
    vi = "Tệp có sao kê của nhiều tài khoản ({accounts}); mỗi tệp chỉ của một tài khoản."
    en = "The file has statements of several accounts ({accounts}); a file is of one account."


class OtherCurrency(SourceRefused):
    """The books are kept in đồng; a balance in another currency is not read."""

    code = "source.other_currency"
    vi = "Sao kê {name} ghi tiền {currency}, không phải VND."
    en = "Statement {name} is in {currency}, not in VND."


class DoesNotAddUp(SourceRefused):
    """The entries do not lead from the opening balance to the closing one."""

    code = "source.does_not_add_up"
    vi = (
        "Sao kê {name} không khớp: số dư đầu {opening}, phát sinh {movements}, số dư cuối "
        "{closing}, chênh lệch {difference}."
    )
    en = (
        "Statement {name} does not add up: opening balance {opening}, movements {movements}, "
        "closing balance {closing}, difference {difference}."
    )


class PageMissing(SourceRefused):
    """A page of a statement does not begin where the page before it ended."""

    code = "source.page_missing"
    vi = "Thiếu trang trước {name}: trang trước kết thúc ở {closing}, trang này từ {opening}."
    en = "A page is missing before {name}: one ended at {closing}, the next begins at {opening}."


class BrokenStatement(SourceRefused):
    """A statement without a part that it must have, or with one that cannot be read."""

    code = "source.broken_statement"
    vi = "Sao kê hỏng tại dòng {row}: {why}."
    en = "The statement is broken at line {row}: {why}."


class UnsafeXml(SourceRefused):
    """XML with a document type or entities of its own could reach out, or blow itself up."""

    code = "source.unsafe_xml"
    vi = "Tệp XML có khai báo DTD hoặc thực thể (dòng {row}); không đọc tệp như vậy."
    en = "The XML declares a DTD or entities (line {row}); such a file is not read."


class NotCamt053(SourceRefused):
    """XML, but no camt.053 of a version that is read here."""

    code = "source.not_a_statement"
    vi = "Tệp không phải là sao kê camt.053.001.02 đến .13 (tệp ghi «{found}»)."
    en = "The file is no camt.053.001.02 to .13 statement (it says “{found}”)."


class StatementTooBig(SourceRefused):
    """A statement has to be summed up before any of it is taken; this one is too long for that."""

    code = "source.statement_too_big"
    vi = "Tệp sao kê có {size} byte, tối đa {most}."
    en = "The statement has {size} bytes, at most {most}."
