"""The papers of a voucher: attached and taken back at the office, fetched there and by inspectors.

A paper is never shown in the page: it is always saved, as what it is, and may run nothing.
"""

import io
import re
from typing import Final

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from finance.actions.attach_papers import AttachPapers, GivenPaper, attach_papers
from finance.actions.remove_paper import RemovePaper, remove_paper
from finance.records.papers import content_of
from finance.rules.papers import MOST_BYTES, UnknownPaper
from finance.shell.frame import context, frame
from finance.shell.room import Door
from finance.web.vouchers import ONE, page, seen, step, voucher_in

_PAPER: Final = f"{ONE}papers/<digest>"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_HARMLESS: Final = "sandbox; default-src 'none'"


def join(blueprint: Blueprint) -> None:
    """Hang the papers beside the pages of the vouchers."""
    blueprint.add_url_rule(f"{ONE}papers", view_func=attach, methods=["POST"])
    blueprint.add_url_rule(f"{_PAPER}/remove", view_func=remove, methods=["POST"])
    blueprint.add_url_rule(_PAPER, view_func=paper, methods=["GET"])


def inspection_blueprint() -> Blueprint:
    """A voucher and its papers as inspectors read them."""
    made = Blueprint(
        "inspect_vouchers", __name__, url_prefix="/inspect", template_folder="templates"
    )
    made.add_url_rule(ONE, view_func=one, methods=["GET"])
    made.add_url_rule(_PAPER, view_func=paper, methods=["GET"])
    return made


def one(unit_code: str, seq: int) -> str:
    """A voucher, to be read."""
    return page(unit_code, seq, door=Door.INSPECT)


def attach(unit_code: str, seq: int) -> Response:
    """Attach the files that were sent."""
    given = [
        GivenPaper(file.filename or "", file.stream.read(MOST_BYTES + 1))
        for file in request.files.getlist("papers")
        if file.filename
    ]
    wish = AttachPapers(unit_code, seq, given, seen())
    return step(unit_code, seq, lambda: attach_papers(context(), wish))


def remove(unit_code: str, seq: int, digest: str) -> Response:
    """Take one paper back."""
    wish = RemovePaper(unit_code, seq, _known(unit_code, seq, digest), seen())
    return step(unit_code, seq, lambda: remove_paper(context(), wish))


def paper(unit_code: str, seq: int, digest: str) -> Response:
    """One paper, to be saved.

    Raises   UnknownVoucher, UnknownPaper.
    """
    wanted = _known(unit_code, seq, digest)
    with frame().database.reading() as session:
        papers = voucher_in(session, unit_code, seq).papers
        named = next((each for each in papers if each.digest == wanted), None)
        content = None if named is None else content_of(session, unit_code, wanted)
    if named is None or content is None:
        raise UnknownPaper(voucher=f"{unit_code}/V/{seq}")
    response = send_file(
        io.BytesIO(content),
        mimetype=named.media_type,
        as_attachment=True,
        download_name=named.file_name,
        etag=False,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _HARMLESS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _known(unit_code: str, seq: int, digest: str) -> str:
    """A digest as it is kept.

    Raises   UnknownPaper for what is none.
    """
    if not _DIGEST.fullmatch(digest):
        raise UnknownPaper(voucher=f"{unit_code}/V/{seq}")
    return digest
