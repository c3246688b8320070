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
    """Bytes in no encoding that is read here; a guess would corrupt names silently."""

    code = "source.wrong_encoding"
    vi = "Dòng {row} không phải là văn bản UTF-8. Hãy lưu lại tệp với mã hóa UTF-8."
    en = "Row {row} is not UTF-8 text. Save the file again as UTF-8."


class WrongEncoding(SourceRefused):
    """The file is not in the encoding that somebody has named for it."""

    code = "source.wrong_named_encoding"
    vi = "Dòng {row} không phải là văn bản {encoding} như đã nêu."
    en = "Row {row} is not {encoding} text, as was said of the file."


class UnclearEncoding(SourceRefused):
    """An old encoding, but the words do not say which: a wrong guess would corrupt names."""

    code = "source.unclear_encoding"
    vi = (
        "Dòng {row} không phải UTF-8 và chữ trong tệp không đủ căn cứ để biết bảng mã cũ nào "
        "({possible}). "
        "Hãy nêu bảng mã, hoặc lưu lại tệp với mã hóa UTF-8."
    )
    en = (
        "Row {row} is not UTF-8, and the words of the file do not tell which old encoding it is "
        "in ({possible}). Name the encoding, or save the file again as UTF-8."
    )


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


class SeveralProfilesFit(SourceRefused):
    """Two column profiles fit one file: they could read it differently."""

    code = "source.several_profiles_fit"
    vi = "Có nhiều mẫu cột cùng hợp với tệp ({names}). Hãy nêu tên mẫu cột."
    en = "Several column profiles fit the file ({names}). Name the one to read it by."


class ProfileDoesNotFit(SourceRefused):
    """The column profile that was named does not find its header."""

    code = "source.profile_does_not_fit"
    vi = "Mẫu cột {name} không hợp với tệp: dòng {row} thiếu «{missing}»."
    en = "The column profile {name} does not fit the file: row {row} lacks “{missing}”."


class EncodingNotAsked(SourceRefused):
    """A workbook and XML say themselves how they are written."""

    code = "source.encoding_not_asked"
    vi = "Tệp {format} tự ghi bảng mã của mình; không nêu bảng mã cho tệp này."
    en = "A {format} file says itself how it is written; name no encoding for it."
