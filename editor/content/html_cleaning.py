"""The second wall of HTML: an explicit list of what may be in it."""

import nh3

_BLOCKS = "p h1 h2 h3 h4 blockquote ul ol li aside details summary div pre hr figure figcaption img section"
_TABLES = "table tbody tr th td"
_INLINE = "a strong em u s code sub sup mark span br input"
_TAGS = frozenset(f"{_BLOCKS} {_TABLES} {_INLINE}".split())
_LINE = {"dir"}
_ALIGNED = {"data-align", *_LINE}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"data-id"},
    "p": _ALIGNED,
    "h1": _ALIGNED,
    "h2": _ALIGNED,
    "h3": _ALIGNED,
    "h4": _ALIGNED,
    "summary": _LINE,
    "figcaption": _LINE,
    "ul": {"data-kind"},
    "ol": {"start"},
    "li": {"id"},
    "aside": {"data-callout"},
    "code": {"class"},
    "pre": {"class"},
    "th": {"colspan", "rowspan", "scope", "data-colwidth"},
    "td": {"colspan", "rowspan", "data-colwidth"},
    "figure": {"data-file", "data-align", "data-width"},
    "img": {"src", "alt", "width", "height", "loading"},
    "section": {"class"},
    "a": {"href", "class", "data-user", "data-document", "data-file", "data-embed"},
    "span": {"class", "data-color", "data-user", "data-document", "data-unknown"},
    "mark": {"data-color"},
    "div": {"data-unknown", "data-id"},
    "input": {"type", "checked", "disabled"},
}
_SCHEMES = {"http", "https", "mailto"}


def clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style"},
    )
