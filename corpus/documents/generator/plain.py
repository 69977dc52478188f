"""A sample as a text file, as people copy documents out of a word processor or a page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from corpus.documents.generator.source import MARK, Paragraph, Sample, Style, Table, closing


def document(sample: Sample) -> bytes:
    """The bytes of a .txt file (UTF-8), its lines broken at `wrap` characters where the source asks so."""
    lines: list[str] = []
    for line in _lines(sample):
        lines += textwrap.wrap(line, sample.wrap, break_long_words=False) if sample.wrap and line else [line]
    return ("\n".join(lines) + "\n").encode()


def _lines(sample: Sample) -> Iterator[str]:
    for at, part in enumerate(sample.parts):
        if part.letterhead:
            yield from map(_words, part.letterhead.left)
            yield from map(_words, part.letterhead.right)
            yield ""
        yield from map(_words, part.title)
        yield ""
        if at == 0 and sample.address:
            yield "Kính gửi:"
            yield from sample.address
            yield ""
        for block in part.blocks:
            if isinstance(block, Table):  # one cell a line, as tables come out of a page
                yield from (cell for row in (block.columns, *block.rows) for cell in row)
            else:
                yield _words(block)
        yield ""
        if at == 0:
            yield from closing(sample)
    yield ""
    yield MARK


def _words(paragraph: Paragraph) -> str:
    if paragraph.style is Style.RULE:
        return "-" * 15
    return " ".join(filter(None, (paragraph.label, paragraph.text)))
