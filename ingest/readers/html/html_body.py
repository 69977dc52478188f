"""Which part of a web page is the document, and which the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers.frame_words import begins_recipients, has_national_name

# Elements that never hold a document's words.
_NEVER = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "video",
    "audio", "map", "button", "select", "input", "textarea", })  # fmt: skip
# What holds another page or file.
_FRAMES = frozenset({"iframe", "object", "embed"})
FRAME, HIDDEN = "khung nhúng trang hoặc tệp khác", "phần chữ ẩn"
# A hidden sentence has more characters than this; fewer are the label of a button.
_HIDDEN_TEXT = 40
# Elements that are the site's by their names, unless they were left open and hold the whole page.
_SITE = frozenset({"nav", "header", "footer", "aside", "dialog"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog"})

# Words that sites put into the class or id of what surrounds an article.
_FURNITURE = frozenset({
    "menu", "navbar", "nav", "navigation", "breadcrumb", "breadcrumbs", "sidebar", "footer", "share", "sharing",
    "social", "related", "relate", "comment", "comments", "banner", "advert", "ads", "adv", "advertisement", "popup",
    "modal", "cookie", "login", "search", "pagination", "paging", "tags", "tag", "widget", "toolbar", "newsletter",
    "subscribe", "mostread", "hotnews",
})  # fmt: skip
_WORDS = re.compile(r"[a-z]+")

# An element with so large a share of the page's words is no furniture, whatever it is called.
_TOO_LARGE = 0.3
# A list of links: more than this share of its words are links.
_LINKS = 0.6
# The part that holds so much of its parent's words is gone into, the rest left behind.
# On the pages of tests/ingest/readers/test_html_reader.py articles hold 0.90 to 0.98.
_MOST = 0.75


def document_body(root: Any) -> Any:
    """The smallest element under `root` that holds the document; what is not of it is taken out of the tree."""
    _prune(root)
    body = root.find("body") if root.tag == "html" else root
    node = root if body is None else body
    while (inner := _main_child(node)) is not None:
        node = inner
    return node


def unshown(root: Any) -> list[tuple[Any, str]]:
    """What a page holds and a reader of it does not read, by its kind, each with the element that it stands in.

    To be asked before `document_body` takes such things out.
    """
    found = []
    for element in root.iter():
        parent = element.getparent()
        if not isinstance(element.tag, str) or parent is None:
            continue
        if element.tag in _FRAMES and (element.get("src") or element.get("data") or element.get("srcdoc")):
            found.append((parent, FRAME))
        elif element.tag not in _NEVER and _is_hidden(element) and words_in(element) >= _HIDDEN_TEXT:
            found.append((parent, HIDDEN))
    return found


def words_in(element: Any) -> int:
    """How many characters of text stand under `element`."""
    return sum(len(" ".join(text.split())) for text in element.itertext())


def words_in_links(element: Any) -> int:
    """How many of them stand in links."""
    return sum(words_in(link) for link in element.iter("a"))


def _prune(root: Any) -> None:
    total = max(1, words_in(root))
    for element in list(root.iter()):
        if element is root or element.getparent() is None:
            continue
        if not isinstance(element.tag, str) or element.tag in _NEVER or _is_hidden(element):
            _take_out(element)
        elif _is_called_furniture(element) or _is_list_of_links(element):
            small = words_in(element) <= _TOO_LARGE * total
            if small and not _frames(element) and element.tag not in {"html", "body", "main", "article"}:
                _take_out(element)


def _take_out(element: Any) -> None:
    """Remove `element` but not the text behind it."""
    parent = element.getparent()
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def _is_called_furniture(element: Any) -> bool:
    if element.tag in _SITE or (element.get("role") or "").lower() in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(word in _FURNITURE for word in _WORDS.findall(names))


def _is_list_of_links(element: Any) -> bool:
    if element.tag not in {"ul", "ol", "div", "section", "table"}:
        return False
    if sum(1 for _ in element.iter("a")) < 3:
        return False
    return words_in_links(element) > _LINKS * words_in(element)


def _frames(element: Any) -> bool:
    text = " ".join(element.itertext())
    return has_national_name(text) or any(begins_recipients(part) for part in element.itertext())


def _main_child(node: Any) -> Any | None:
    """The child that holds nearly all of the document under `node`; None where its parts lie side by side."""
    children = [child for child in node if isinstance(child.tag, str)]
    sizes = [words_in(child) - words_in_links(child) for child in children]
    total = max(1, words_in(node) - words_in_links(node))
    for child, size in zip(children, sizes, strict=True):
        if size >= _MOST * total and child.tag not in {"p", "table", "tbody", "tr", "td", "ul", "ol"}:
            rest = [other for other in children if other is not child]
            return None if any(_frames(other) or _has_title(other) for other in rest) else child
    return None


def _has_title(element: Any) -> bool:
    return element.tag == "h1" or next(_titles(element), None) is not None


def _titles(element: Any) -> Iterator[Any]:
    return (title for title in element.iter("h1"))
