"""The languages that the words of a site come in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from generator.errors import DigestifError

#: The usual order of forms. Babel's own rule exchanges the last two, which translators' programs do not expect.
_ARABIC_PLURALS = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """A language: its ``id``, as in ``theme.language`` and in the name of its catalog, and its name in itself.

    ``locale`` is the name of its rules for numbers and dates in the Unicode CLDR; ``aliases`` are other names
    that Material for MkDocs has for it. ``script`` is what ``text.scripts`` finds for texts in its letters, empty for
    Latin ones.
    """

    id: str
    name: str
    locale: str
    aliases: tuple[str, ...] = ()
    script: str = ""

    @property
    def is_source(self) -> bool:
        """Whether the messages in the program are in this language, so that it has no catalog."""
        return self.id == ENGLISH.id

    @property
    def is_right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return bool(locale_of(self).text_direction == "rtl")

    @property
    def plural_forms(self) -> tuple[int, str]:
        """How many forms a word has beside numbers, and the expression that chooses one, as GNU gettext writes it."""
        if self.id == "ar":
            return 6, _ARABIC_PLURALS
        number, expression = get_plural(self.locale)[:2]
        return int(number), str(expression)


ENGLISH = Language(id="en", name="English", locale="en_GB")
LANGUAGES = (
    ENGLISH,
    Language(id="zh", name="简体中文", locale="zh_Hans_CN", script="zh"),
    Language(id="zh-TW", name="繁體中文", locale="zh_Hant_TW", aliases=("zh-Hant",), script="zh"),
    Language(id="ja", name="日本語", locale="ja", script="ja"),
    Language(id="ko", name="한국어", locale="ko", script="ko"),
    Language(id="de", name="Deutsch", locale="de"),
    Language(id="fr", name="Français", locale="fr"),
    Language(id="es", name="Español", locale="es"),
    Language(id="pt-BR", name="Português", locale="pt_BR", aliases=("pt",)),
    Language(id="it", name="Italiano", locale="it"),
    Language(id="ru", name="Русский", locale="ru", script="und-Cyrl"),
    Language(id="ar", name="العربية", locale="ar", script="und-Arab"),
)
_BY_NAME = {name: language for language in LANGUAGES for name in (language.id, *language.aliases)}


def language_named(name: str) -> Language | None:
    """Return the language with a name that ``theme.language`` can have; None where there is no catalog for it."""
    return _BY_NAME.get(name)


def similar_language(name: str) -> Language | None:
    """Return the language that a name means which Material does not have: that of ``de_DE``, ``DE`` and ``zh-CN``."""
    parts = name.replace("_", "-").casefold().split("-")
    if parts[0] == "zh" and {"tw", "hk", "mo", "hant"}.intersection(parts):
        return language_named("zh-TW")
    return next((each for each in LANGUAGES if each.id.casefold().split("-")[0] == parts[0]), None)


def read_catalog(language: Language) -> Catalog:
    """Read the catalog of a language. Raises DigestifError where there is none, or where it is no PO file."""
    file = files(__package__).joinpath("catalogs", f"{language.id}.po")
    if not file.is_file():
        raise DigestifError(f"{language.id}.po: not found", fix=f"run make catalogs LANGUAGE={language.id}")
    try:
        return read_po(BytesIO(file.read_bytes()), locale=language.locale, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise DigestifError(
            f"{language.id}.po: {error}", fix="docs/translating.md shows what a message looks like"
        ) from None


@cache
def locale_of(language: Language) -> Locale:
    """Return the language's rules for numbers, lists and dates."""
    return Locale.parse(language.locale)
