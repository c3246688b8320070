"""Keep the language a person chose for this visit."""

from finance.records import people
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.passwords import digest
from ledger.errors import Refusal

LANGUAGES = ("vi", "en")


class UnknownLanguage(Refusal):
    """The pages are written in two languages only."""

    code = "people.unknown_language"
    vi = "Chỉ có tiếng Việt (vi) và tiếng Anh (en)."
    en = "There are only Vietnamese (vi) and English (en)."


def choose_language(ctx: Context, token: str, language: str) -> None:
    """Show the pages of the visit with that token in another language from now on.

    Raises   UnknownLanguage for anything but "vi" and "en".
    """
    if language not in LANGUAGES:
        raise UnknownLanguage
    with ctx.database.writing() as session:
        people.set_language(session, digest(token), language)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "choose_language",
            "",
            ctx.actor.name,
            {"language": language},
        )
        session.commit()
