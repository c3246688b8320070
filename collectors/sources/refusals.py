"""Why a whole file is refused: nothing of it has been taken when one of these is raised."""

from ledger.errors import Refusal


class SourceRefused(Refusal):
    """The file cannot be read as what it is said to be."""

    code = "source.refused"
    vi = "Không đọc được tệp."
    en = "The file cannot be read."


class BadHeader(SourceRefused):
    """The first row does not name the columns of the feed."""

    code = "source.bad_header"
    vi = "Dòng tiêu đề không đúng. Thiếu cột: {missing}. Trùng cột: {duplicated}."
    en = "The header is wrong. Missing columns: {missing}. Duplicated columns: {duplicated}."


class NotUtf8(SourceRefused):
    """Bytes that are no UTF-8; guessing another encoding would corrupt names silently."""

    code = "source.wrong_encoding"
    vi = "Dòng {row} không phải là văn bản UTF-8. Hãy lưu lại tệp với mã hóa UTF-8."
    en = "Row {row} is not UTF-8 text. Save the file again as UTF-8."


class BrokenText(SourceRefused):
    """A CSV whose quotes do not close, or with a cell beyond any sense."""

    code = "source.broken_text"
    vi = "Tệp hỏng từ dòng {row}: dấu nháy kép không đóng, hoặc ô quá dài."
    en = "The file is broken from row {row} on: a quote is not closed, or a cell is too long."


class UnknownFormat(SourceRefused):
    """A format that is not read here."""

    code = "source.unknown_format"
    vi = "Không đọc được định dạng {format}; hãy dùng CSV (UTF-8) hoặc XLSX."
    en = "The format {format} is not read; use CSV (UTF-8) or XLSX."


class NotAWorkbook(SourceRefused):
    """A file that calls itself a workbook and is none, or is locked."""

    code = "source.not_a_workbook"
    vi = "Tệp không phải là bảng tính XLSX đọc được (hỏng, hoặc có mật khẩu)."
    en = "The file is not a readable XLSX workbook (damaged, or locked by a password)."


class TooBig(SourceRefused):
    """A workbook that is too large, or unpacks to far more than it seems."""

    code = "source.too_big"
    vi = "Bảng tính quá lớn ({what}: {size}, tối đa {most}). Hãy dùng tệp CSV."
    en = "The workbook is too large ({what}: {size}, at most {most}). Use a CSV file."
