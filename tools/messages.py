"""`python -m tools.messages` brings the catalogues up to date with the texts in the code.

`python -m tools.messages FILE.po …` also takes the translations of those files.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALES: Final = ROOT / "cairn" / "locale"
METHODS: Final = [("**.py", "python"), ("**/templates/**", "jinja2")]
# As in cairn/web/jinja.py
OPTIONS: Final = {
    "**/templates/**": {
        "extensions": "jinja2.ext.do",
        "newstyle_gettext": "true",
        "silent": "false",
        "trimmed": "true",
    }
}
LAZY: Final = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}


def extract_messages() -> Catalog:
    """Every text that the code and the templates ask a translation of, with its files."""
    catalogue = Catalog(project="Cairn", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT / "cairn",
        method_map=METHODS,
        options_map=OPTIONS,
        keywords={**DEFAULT_KEYWORDS, **LAZY},
        comment_tags=("Translators:",),
    )
    for file, _line, message, comments, context in found:
        place = [(f"cairn/{file}", 0)]
        catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def catalogue_files() -> Iterator[tuple[str, Path]]:
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        yield path.parent.parent.name, path


def read_catalogue(locale: str, path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def take_translations(catalogue: Catalog, fragment: Path) -> None:
    """Fills what the catalogue lacks from a file of translations, and replaces what differs."""
    for given in read_catalogue(str(catalogue.locale), fragment):
        asked = catalogue.get(given.id, given.context) if given.id else None
        if asked is not None and given.string:
            asked.string = given.string


def texts_of(value: str | Sequence[str] | None) -> list[str]:
    """One text, or each of its plural forms."""
    return [value] if isinstance(value, str) else list(value or ())


def is_translated(message: Message) -> bool:
    forms = texts_of(message.string)
    return bool(forms) and all(forms)


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
        )


def main(fragments: list[str]) -> None:
    """Keeps what is translated, adds what is new, drops what nobody asks for any more."""
    template = extract_messages()
    for locale, path in catalogue_files():
        catalogue = read_catalogue(locale, path)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        for fragment in fragments:
            take_translations(catalogue, Path(fragment))
        write_catalogue(catalogue, path)
        missing = [message for message in catalogue if message.id and not is_translated(message)]
        print(f"{locale}: {len(catalogue)} texts, {len(missing)} to be translated")


if __name__ == "__main__":
    main(sys.argv[1:])
