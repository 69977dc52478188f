"""A document type in a part of an Office file is found wherever it may stand."""

from __future__ import annotations

import pytest

from ingest.errors import BrokenFile
from tests.ingest.taken_in import BODY, bytes_of, reading_of, rewritten, word_file

DECLARED = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///x'>]>"


@pytest.mark.parametrize(
    "padding",
    [b"", b" " * 5_000, b" " * 65_530, b"<!-- " + b"x" * 200_000 + b" -->"],
    ids=["none", "blanks", "on the edge of a piece", "a comment"],
)
def test_a_document_type_behind_padding_is_refused(padding: bytes) -> None:
    def declaring(xml: bytes) -> bytes:
        head, _, rest = xml.partition(b"?>")
        return head + b"?>" + padding + DECLARED + rest

    with pytest.raises(BrokenFile, match="khai báo lạ"):
        reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), {"word/document.xml": declaring}))
