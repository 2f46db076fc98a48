"""Every text for people has its French, with the same placeholders, and no text stands outside the catalogues.

After a change: in editor/, `django-admin makemessages -l fr --no-location --no-obsolete --no-wrap -e html,txt,py`, fill
in what is empty in django.po, then `django-admin compilemessages`. What TypeScript says is written into browser.json by
hand; text there that isn't translated is found by the lint rule in frontend/eslint/english.js.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "editor" / "templates"
CATALOGUE = ROOT / "editor" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
LANGUAGES = ROOT / "frontend" / "src" / "languages"
BROWSER = ROOT / "editor" / "locale" / "fr" / "browser.json"

_TEXT = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(rf"\b(n?)gettext\(({_TEXT})(?:, ({_TEXT}))?|(?<!\w)_\(({_TEXT})\)")
_SINGLE = {"_", "gettext", "gettext_lazy"}
_COUNTED = {"ngettext", "ngettext_lazy"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
_IN_TYPESCRIPT = re.compile(
    r'(?:(?<![\w.])|(?<=\.\.\.))(tn?|named)\(\s*("(?:[^"\\]|\\.)*")(?:,\s*("(?:[^"\\]|\\.)*"))?'
)

_TRANSLATED = re.compile(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
_REMARK = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->|<style\b.*?</style>", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-tooltip|hx-confirm)="([^"]*)"')
_GIVEN = re.compile(r'{%\s*include\b[^%]*?="([A-Z][^"]*)"')
# Names, and examples that are the same in every language.
_SAME_EVERYWHERE = {"Scriptorium", "https://example.org", "ben@example.org", "UTC"}


@dataclass(frozen=True, slots=True)
class Entry:
    forms: tuple[str, ...]
    is_fuzzy: bool


@cache
def catalogue() -> dict[tuple[str, str | None], Entry]:
    """By the English, singular and plural, as django.po has it."""
    entries = {}
    for part in CATALOGUE.read_text(encoding="utf-8").split("\n\n")[1:]:
        texts: dict[str, str] = {}
        for key, lines in re.findall(r'^(msg\w+(?:\[\d\])?)((?:\s*"(?:[^"\\]|\\.)*")+)', part, re.MULTILINE):
            texts[key] = "".join(ast.literal_eval(line) for line in lines.split("\n") if line.strip())
        forms = tuple(text for key, text in texts.items() if key.startswith("msgstr"))
        entries[texts["msgid"], texts.get("msgid_plural")] = Entry(forms, "fuzzy" in part.split("msgid")[0])
    return entries


@cache
def messages() -> dict[tuple[str, str | None], str]:
    """What the templates and the Python say, and where."""
    found: dict[tuple[str, str | None], str] = {}
    for path in sorted(path for path in TEMPLATES.rglob("*") if path.is_file()):
        for one, many in in_template(path.read_text(encoding="utf-8")):
            found.setdefault((one, many), str(path))
    for path in sorted((ROOT / "editor").rglob("*.py")):
        if path.parent.name != "migrations":
            for one, many in in_python(path.read_text(encoding="utf-8")):
                found.setdefault((one, many), str(path))
    # One entry serves a text both ways.
    counted = {one for one, many in found if many is not None}
    return {key: where for key, where in found.items() if key[1] is not None or key[0] not in counted}


def in_template(source: str) -> Iterator[tuple[str, str | None]]:
    for counted, one, many, constant in _IN_TEMPLATE.findall(templatize(source)):
        yield ast.literal_eval(one or constant), ast.literal_eval(many) if counted else None


def in_python(source: str) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in _SINGLE:
            yield ast.literal_eval(node.args[0]), None
        elif node.func.id in _COUNTED:
            yield ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])


@cache
def in_typescript() -> list[tuple[str, ...]]:
    """Each call: its function, and its one or two texts."""
    paths = [path for path in (ROOT / "frontend" / "src").rglob("*.ts") if not path.name.endswith(".test.ts")]
    found = [call for path in paths for call in _IN_TYPESCRIPT.findall(path.read_text(encoding="utf-8"))]
    return [(name, *(json.loads(text) for text in texts if text)) for name, *texts in found]


def placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def untranslated(source: str) -> set[str]:
    """What a reader sees or hears of a template that isn't in a tag that translates."""
    rest = re.sub(r"{%.*?%}|{{.*?}}", "\0", _TRANSLATED.sub("\0", _REMARK.sub("", source)), flags=re.DOTALL)
    # A block may hold attributes for an element of the template that it extends.
    pieces = [
        *_GIVEN.findall(source),
        *_SPOKEN.findall(rest),
        re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"|\bautofocus\b", "\0", rest),
    ]
    said = {re.sub(r"^[\W_]+|[\W_]+$", "", text) for piece in pieces for text in piece.split("\0")}
    return {text for text in said if re.search(r"[^\W\d_]{2}", re.sub(r"&\w+;", "", text))} - _SAME_EVERYWHERE


def test_the_catalogue_has_every_message_and_no_other() -> None:
    assert {key: where for key, where in messages().items() if key not in catalogue()} == {}
    assert sorted(one for one, many in catalogue().keys() - messages().keys()) == []


def test_every_message_is_in_french() -> None:
    assert [key[0] for key, entry in catalogue().items() if entry.is_fuzzy or not all(entry.forms)] == []
    assert {len(entry.forms) for (_, many), entry in catalogue().items() if many is not None} == {2}


def test_the_french_has_the_same_placeholders() -> None:
    for (one, many), entry in catalogue().items():
        assert placeholders(entry.forms[-1]) == placeholders(many or one), one
        # The singular may say its number as a word.
        assert placeholders(entry.forms[0]) <= placeholders(one) | placeholders(many or ""), one
        assert [text.strip() == text for text in entry.forms] == [one.strip() == one] * len(entry.forms), one


def test_what_django_reads_is_what_the_catalogue_says() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        french = GNUTranslations(compiled)
    for (one, many), entry in catalogue().items():
        read = (
            (french.gettext(one),) if many is None else (french.ngettext(one, many, 1), french.ngettext(one, many, 2))
        )
        assert read == entry.forms


def test_the_browser_has_its_texts_in_french_and_no_other() -> None:
    french: dict[str, str] = json.loads(BROWSER.read_text(encoding="utf-8"))
    english = {text for _, *texts in in_typescript() for text in texts}
    assert sorted(english - french.keys()) == []
    assert sorted(french.keys() - english) == []
    for text, translated in french.items():
        assert translated
        assert placeholders(translated) == placeholders(text), text


def test_a_count_has_both_forms_and_says_its_number_in_both_or_neither() -> None:
    counted = [texts for name, *texts in in_typescript() if name == "tn"]
    assert counted
    for texts in counted:
        # French says the first for none too, so the number can't be a word in it.
        assert len(texts) == 2
        assert placeholders(texts[0]) == placeholders(texts[1]), texts


def test_each_language_of_the_browser_has_a_program_that_brings_it() -> None:
    programs = {path.stem: path.read_text(encoding="utf-8") for path in LANGUAGES.glob("*.ts")}
    assert programs.keys() == {path.parent.name for path in BROWSER.parents[1].glob("*/browser.json")}
    assert all(f"/locale/{language}/browser.json" in program for language, program in programs.items())


@pytest.mark.parametrize(
    "path",
    sorted(path for path in TEMPLATES.rglob("*") if path.is_file()),
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_a_template_says_nothing_outside_the_catalogue(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == set()


def test_french_has_its_own_spaces_and_quotation_marks() -> None:
    texts = [form for entry in catalogue().values() for form in entry.forms]
    texts += json.loads(BROWSER.read_text(encoding="utf-8")).values()
    breakable = re.compile(r" [;:?!»]|« |\w[;?!](?:\s|$)|[\w»]:(?:\s|$)|[“”']")
    assert [text for text in texts if breakable.search(text)] == []
