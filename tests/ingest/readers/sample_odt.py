"""OpenDocument texts made on the spot, with the parts LibreOffice writes."""

from __future__ import annotations

import io
import zipfile

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)

STYLES = """
<style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;"/>
<style:font-face style:name="F2" svg:font-family="&apos;Times New Roman&apos;"/>
"""

AUTOMATIC = """
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Old" style:family="paragraph"><style:text-properties style:font-name="F1"/></style:style>
<style:style style:name="New" style:family="text"><style:text-properties style:font-name="F2"/></style:style>
<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000"/>
</style:style>
<style:style style:name="Open" style:family="table-cell"><style:table-cell-properties fo:border="none"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>
"""


def make_odt(body: str, *, automatic: str = AUTOMATIC, parts: dict[str, bytes] | None = None) -> bytes:
    """The bytes of an ODT whose text is `body`, XML with the usual prefixes."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        f"<office:font-face-decls>{STYLES}</office:font-face-decls>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def table(rows: list[list[str]], style: str = "Box") -> str:
    """A table of `rows` whose cells are set in `style`."""
    cells = (
        "".join(f'<table:table-cell table:style-name="{style}"><text:p>{c}</text:p></table:table-cell>' for c in row)
        for row in rows
    )
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f"<table:table>{lines}</table:table>"
