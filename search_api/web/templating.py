"""The templates of the web pages and what they may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from search_api import labels, version
from search_api.documents.line_breaks import unwrapped
from search_api.schemas.passages import SearchRow
from search_api.schemas.targets import TargetRow
from search_api.search.obligations.search import ObligationHit

HERE = Path(__file__).parent
STATIC = HERE / "static"


def page(request: Request, name: str, *, status_code: int = 200, **shown: Any) -> HTMLResponse:
    """The template `name` filled with `shown`, as an answer."""
    clarity = request.app.state.kb.settings.clarity
    text = (
        environment()
        .get_template(name)
        .render(path=request.url.path, status_code=status_code, clarity=clarity, **shown)
    )
    return HTMLResponse(text, status_code=status_code)


@cache
def environment() -> Environment:
    """The environment all pages are rendered in: everything escaped, a missing value an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"labels": labels, "version": version(), "static": static_address}
    made.filters |= {
        "date": labels.vietnamese_date,
        "remark": labels.remark,
        "short": lambda row: labels.short_name(row.number, row.type, row.issuer, row.source),
        "words": lambda text: _marked(unwrapped(text), ()),
        "sentence": labels.sentence,
        "highlighted": highlighted,
        "quoted": quoted,
        "number": vietnamese_number,
        "amount": amount,
        "options": options,
        "counted": counted,
        "unwrapped": unwrapped,
    }
    return made


@cache
def static_address(name: str) -> str:
    """The address of a static file, which changes with its content so that browsers may keep it."""
    import hashlib

    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={mark}"


def highlighted(row: SearchRow) -> Markup:
    """The words of a search row, those that answer marked."""
    return _marked(unwrapped(row.text), row.highlights)


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    at, pieces = 0, []
    for start, end in sorted(spans):
        if start >= at:
            pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            at = end
    # The cells of a row of a table stand apart by tabs.
    return Markup("").join([*pieces, escape(text[at:])]).replace("\t", Markup('<span class="cell"> </span>'))


def quoted(row: ObligationHit) -> Markup:
    """The words of a duty, those that answer marked."""
    return _marked(unwrapped(row.quote), row.highlights)


def vietnamese_number(value: int) -> str:
    """``12345`` as ``12.345``."""
    return f"{value:,}".replace(",", ".")


def amount(target: TargetRow) -> str:
    """The value of a target in words: "tăng tối thiểu 10 - 12,5 %/năm"."""
    ends = [f"{end:,.10g}".translate(_MARKS) for end in (target.value, target.high) if end is not None]
    words = (labels.CHANGES[target.change], labels.BOUNDS[target.bound], " - ".join(ends), target.unit)
    return " ".join(word for word in words if word)


# Vietnamese writes "1,234.5" as "1.234,5".
_MARKS = str.maketrans(",.", ".,")


def options(values: Iterable[str]) -> list[tuple[str, str]]:
    """What a list to choose from holds: each value with the words shown for it."""
    return [(value, labels.sentence(value)) for value in values]


def counted(choices: Iterable[tuple[str, str]], counts: Mapping[str, int] | None) -> list[tuple[str, str]]:
    """Choices with the number of documents that each leaves in brackets, where that was counted."""
    if not counts:
        return list(choices)
    return [(value, f"{words} ({vietnamese_number(counts.get(value, 0))})") for value, words in choices]
