"""How a bank lays out its statements: tried on a sample, looked at, and only then saved."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from collectors.intake.profiles import Tried, try_profile
from collectors.sources.feed_file import Wish
from collectors.sources.text_encoding import AUTO, ENCODINGS
from finance.actions.save_profile import ProfileSaved, SaveProfile, save_profile
from finance.records.column_profiles import SavedProfile, profiles_in_force
from finance.records.units import line_over
from finance.rules.column_profiles import (
    BY_SIGN,
    COLUMNS,
    LAST_HEADER_ROW,
    DateOrder,
    Grouping,
    Sign,
    UnfitProfile,
    parse_profile,
    profile_data,
)
from finance.runtime.context import Context
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from ledger.errors import Refusal

_LISTS = ("debit_marks", "credit_marks", "footers", "prefixes")
_WORDS = ("name", "bank_bin", "date_order", "sign", "grouping")
_MOST_ROWS = 50

blueprint = Blueprint(
    "profiles", __name__, url_prefix="/office/intake/profiles", template_folder="templates"
)


class NoSample(Refusal):
    """There is nothing to try the profile on."""

    code = "profile.wrong_sample"
    vi = "Hãy dán một đoạn sao kê, hoặc chọn một tệp."
    en = "Paste a piece of a statement, or choose a file."


class WrongDay(Refusal):
    """The day from which the profile counts is none."""

    code = "profile.wrong_day"
    vi = "«{text}» không phải là ngày."
    en = "“{text}” is not a day."


@dataclass(frozen=True, slots=True)
class _Form:
    """What stands in the form, as it was typed."""

    unit: str
    valid_from: str
    fields: Mapping[str, object]
    sample: str = ""
    encoding: str = AUTO


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the page says above and below the form."""

    refusal: Refusal | None = None
    tried: Tried | None = None
    saved: ProfileSaved | None = None

    @property
    def place(self) -> str:
        """The field that the refusal is about; empty when it is about the sample."""
        return str(self.refusal.facts["place"]) if isinstance(self.refusal, UnfitProfile) else ""

    @property
    def said(self) -> str:
        """The refusal in the reader's words: beside a field, what is wrong with that field."""
        if self.refusal is None:
            return ""
        language = chosen()
        if isinstance(self.refusal, UnfitProfile):
            return str(self.refusal.facts[f"why_{language}"])
        return self.refusal.sentence(language)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The units one may save for, and the profiles that serve the visitor's units."""

    units: list[str] = field(default_factory=list)
    profiles: list[SavedProfile] = field(default_factory=list)


@blueprint.get("/")
def profiles_page() -> str:
    """The profiles in force, and the form: empty, or filled from one of them."""
    ctx = context()
    around = _around(ctx)
    ref = request.args.get("profile", "")
    form = _Form(next(iter(around.units), ""), ctx.today.isoformat(), {"header_row": 1})
    if ref:
        found = [each for each in around.profiles if each.ref == ref]
        if not found:
            raise NotFound
        form = _Form(form.unit, form.valid_from, profile_data(found[0].profile))
    return _page(form, _Answer(), around)


@blueprint.post("/")
def act() -> AnyResponse:
    """Try the profile on the sample, or save it; both show the form again as it was typed."""
    ctx, form = context(), _sent()
    try:
        if request.form.get("act") == "save":
            request_ = SaveProfile(form.unit, _day(form.valid_from), form.fields)
            answer = _Answer(saved=save_profile(ctx, request_))
        else:
            answer = _Answer(tried=_try(form))
    except Refusal as refusal:
        answer = _Answer(refusal=refusal)
    status = 200 if answer.refusal is None else status_of(answer.refusal)
    return make_response(_page(form, answer, _around(ctx)), status)


def _sent() -> _Form:
    typed = request.form.get
    fields: dict[str, object] = {name: typed(name, "") for name in _WORDS}
    fields |= {name: typed(name, "").splitlines() for name in _LISTS}
    row = typed("header_row", "")
    fields["header_row"] = int(row) if row.isascii() and row.isdigit() and len(row) < 4 else row  # noqa: PLR2004 - what is longer is no row, and said so
    fields["columns"] = {name: typed(f"columns.{name}", "") for name in COLUMNS}
    encoding = typed("encoding", AUTO)
    known = encoding if encoding in ENCODINGS else AUTO
    return _Form(typed("unit", ""), typed("valid_from", ""), fields, typed("sample", ""), known)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongDay(text=text) from error


def _try(form: _Form) -> Tried:
    profile = parse_profile(form.fields)
    sent = request.files.get("file")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample"
        if sent is not None and sent.filename:
            sent.save(path)
            return try_profile(path, profile, Wish(encoding=form.encoding))
        if not form.sample.strip():
            raise NoSample
        path.write_text(form.sample, encoding="utf-8", newline="")
        return try_profile(path, profile, Wish("csv", "utf-8"))


def _around(ctx: Context) -> _Surroundings:
    with frame().database.reading() as session:
        own = sorted(scope().own)
        units = [unit for unit in own if ctx.may(session, "intake.profile", unit)]
        return _Surroundings(units, _serving(session, own, ctx.today))


def _serving(session: Session, units: Sequence[str], on: dt.date) -> list[SavedProfile]:
    found: dict[str, SavedProfile] = {}
    for unit in units:
        for each in profiles_in_force(session, line_over(session, unit, on), on):
            found[each.ref] = each
    return [found[ref] for ref in sorted(found)]


def _page(form: _Form, answer: _Answer, around: _Surroundings) -> str:
    return render_template(
        "collectors/profiles.html",
        form=form,
        fields=form.fields,
        columns=form.fields.get("columns", {}),
        place=answer.place,
        refusal=answer.said,
        tried=answer.tried,
        most=_MOST_ROWS,
        saved=answer.saved,
        around=around,
        names=COLUMNS,
        of_signs={name for own in BY_SIGN.values() for name in own},
        last_row=LAST_HEADER_ROW,
        choices={"date_order": list(DateOrder), "sign": list(Sign), "grouping": list(Grouping)},
        encodings=(AUTO, *ENCODINGS),
    )
