"""Sound files of the formats that the samples do not have: mails, slides, lists in CSV, pictures.

Made from the words of a sample. Spreadsheets and mails of the binary kinds (XLS, MSG) are not
among them, for nothing that the project stands on writes those.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from email.message import EmailMessage

Pack = Callable[[dict[str, bytes]], bytes]

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def more_files(lines: Sequence[str], attached: dict[str, bytes], pack: Pack) -> dict[str, bytes]:
    """Sound files by name, one of each format, from `lines`; `attached` are put into the mail."""
    return {
        "a.eml": _mail(lines, attached),
        "a.csv": _csv(lines),
        "a.pptx": _pptx(lines, pack),
        "a.odp": _odp(lines, pack),
        "a.png": _picture(lines, "PNG"),
        "a.tif": _picture(lines, "TIFF"),
        "a.jpg": _picture(lines, "JPEG"),
    }


def _mail(lines: Sequence[str], attached: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "vanthu@vidu.example", "soyte@vidu.example"
    message["Subject"], message["Date"] = lines[0], "Fri, 05 Sep 2025 09:00:01 +0700"
    message.set_content("\n".join(lines))
    message.add_alternative("".join(f"<p>{line}</p>" for line in lines), subtype="html")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    inner = EmailMessage()
    inner["Subject"] = lines[-1]
    inner.set_content(lines[0])
    message.add_attachment(inner)
    # A boundary is drawn by lot unless it is set: the same run must make the same files.
    message.set_boundary("=ranh-gioi=")
    next(part for part in message.walk() if part.get_content_subtype() == "alternative").set_boundary("=trong=")
    return message.as_bytes()


def _csv(lines: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    writer.writerows([n, line, "Sở Y tế", "31/10/2025"] for n, line in enumerate(lines, 1))
    return out.getvalue().encode()


def _pptx(lines: Sequence[str], pack: Pack) -> bytes:
    def slide(line: str) -> bytes:
        row = "<a:tr><a:tc><a:p><a:r><a:t>TT</a:t></a:r></a:p></a:tc></a:tr>"
        words = f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p><a:tbl>{row}{row}</a:tbl>"
        return f'<p:sld xmlns:p="{_SLIDES}" xmlns:a="{_DRAWING}">{words}</p:sld>'.encode()

    parts = {f"ppt/slides/slide{n}.xml": slide(line) for n, line in enumerate(lines[:6], 1)}
    show = f'<p:presentation xmlns:p="{_SLIDES}"/>'.encode()
    return pack({"ppt/presentation.xml": show, "ppt/notesSlides/notesSlide1.xml": slide(lines[0]), **parts})


def _odp(lines: Sequence[str], pack: Pack) -> bytes:
    pages = "".join(f"<draw:page><text:p>{line}</text:p></draw:page>" for line in lines[:6])
    content = f'<d xmlns:draw="{_OPEN}:drawing:1.0" xmlns:text="{_OPEN}:text:1.0">{pages}</d>'
    kind = b"application/vnd.oasis.opendocument.presentation"
    return pack({"mimetype": kind, "content.xml": content.encode()})


def _picture(lines: Sequence[str], form: str) -> bytes:
    """A few lines as a small picture; TIFF of two pages. Letters without marks: the font at hand has no others."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (640, 160), 255)
    for n, line in enumerate(lines[:4]):
        ImageDraw.Draw(image).text((20, 20 + 30 * n), line.encode("ascii", "replace").decode()[:80], fill=0)
    buffer = io.BytesIO()
    image.save(buffer, form, **({"save_all": True, "append_images": [image]} if form == "TIFF" else {}))
    return buffer.getvalue()
