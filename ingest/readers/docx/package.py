"""The parts of a Word file: an archive of XML documents that refer to one another (ECMA-376)."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.errors import BrokenFile, TooLarge
from ingest.readers.limits import LARGEST_PART, read_part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Files saved as "Strict Open XML" use these names for the same elements.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class DocxPackage:
    """A Word file whose XML parts are read when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        # Some programs of Windows write "word\\document.xml"; Word opens that.
        self._names = {part_name(name): name for name in self._archive.namelist()}
        self.main = self._main_part()

    def document(self) -> Any:
        """The root element of the main part."""
        return self._parse(self.main)

    def related(self, kind: str) -> Any | None:
        """The root element of the part that the main part calls its `kind` (``styles``, ``numbering``), if any."""
        for _, target, relation in self._relations(self.main):
            if relation.endswith("/" + kind) and target in self._names:
                return self._parse(target)
        return None

    def part(self, id: str, source: str = "") -> str:
        """The part that `source` (by default the main part) means by the relation `id`; "" where there is none."""
        targets = {rid: target for rid, target, _ in self._relations(source or self.main)}
        target = targets.get(id, "")
        return target if target in self._names else ""

    def xml(self, part: str) -> Any:
        """The root element of a part."""
        return self._parse(part)

    def content(self, part: str) -> bytes:
        """The bytes of a part that is a file of its own; raises `TooLarge` where they are too many."""
        name = self._names[part]
        if self._archive.getinfo(name).file_size > LARGEST_PART:
            raise TooLarge("Tệp Word chứa đối tượng quá lớn.")
        return self._archive.read(name)

    def _main_part(self) -> str:
        for _, target, relation in self._relations(""):
            if relation.endswith("/officeDocument") and target in self._names:
                return target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise BrokenFile("Tệp Word thiếu phần nội dung: hãy mở thử, lưu lại rồi nạp lại.")

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The relations of `part` (of the package: ``""``): their ids, targets and types."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", name + ".rels")
        if relations not in self._names:
            return
        for relation in self._parse(relations).iter(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, part_name(relation.get("Target", ""))))
                yield relation.get("Id", ""), target.lstrip("/"), relation.get("Type", "")

    def _parse(self, part: str) -> Any:
        xml = read_part(self._archive, self._names[part], "Word")
        for strict, transitional in _STRICT:
            xml = xml.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(xml, parser)


def part_name(name: str) -> str:
    """The name of a part with the slashes that the standard asks for."""
    return name.replace("\\", "/")


def child(element: Any, *names: str) -> Any | None:
    """The first child called ``names[0]``, of it the first called ``names[1]`` and so on; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Any, name: str = "val") -> str | None:
    """The attribute `name` of an element that may be missing."""
    return None if element is None else element.get(W + name)


def is_on(element: Any) -> bool | None:
    """Whether a switch such as ``<w:b/>`` is on; None where it is not there."""
    if element is None:
        return None
    return element.get(W + "val") not in {"0", "false", "off", "none"}


def raw_text(element: Any) -> str:
    """The characters under `element`, only to tell what kind of thing it is."""
    return "".join(text.text or "" for text in element.iter(W + "t"))
