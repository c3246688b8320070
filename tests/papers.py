"""Small files of every kind a voucher takes, and of kinds it does not; made here, byte by byte."""

import io
import zipfile

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = b"%PDF-1.7\n% mot to giay\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
INVOICE = "<?xml version='1.0' encoding='UTF-8'?><HDon><Ten>Công ty Ô</Ten></HDon>".encode()
PROGRAM = b"MZ\x90\x00\x03"


def packed(parts: dict[str, str]) -> bytes:
    """A packed file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def workbook(kind: str = f"{SHEET}.main+xml", **more: str) -> bytes:
    """A workbook that says its first part is of this kind; `more` are parts under `xl/`."""
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    rest = {f"xl/{name}": text for name, text in more.items()}
    return packed({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>", **rest})


def with_macros() -> bytes:
    """A workbook with macros, as a spreadsheet program saves one."""
    return workbook("application/vnd.ms-excel.sheet.macroEnabled.main+xml")
