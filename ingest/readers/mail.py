"""Reads mails (EML, MSG): subject and body as a document; what is attached comes as files of its own."""

from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from corpus.model import Page
from corpus.vietnamese import clean
from ingest.errors import BrokenFile, EmptyFile, SetAside
from ingest.readers.detect import Format
from ingest.readers.docx.embedded import put, read_embedded, told_of
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.ocr.pictures import may_be_page, size_of
from ingest.readers.quality import quality
from ingest.readers.text import decode
from ingest.readers.text_builder import TextBuilder

# The first bytes of a "winmail.dat".
_TNEF = b"\x78\x9f\x3e\x22"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a file: its name there, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail holds; `body` is its text, `page` the same as a web page where it was sent as one."""

    subject: str
    lines: tuple[tuple[str, str], ...]  # "Người gửi", and who that is
    body: str
    page: bytes
    attachments: tuple[Attachment, ...]
    unread: tuple[str, ...] = ()  # a sentence for each thing in it that is neither read nor attached


def read_eml(data: bytes) -> ExtractedText:
    """The subject and body of a mail; raises `EmptyFile` where it has neither."""
    return _read(parse_eml(data), Format.EML)


def read_msg(data: bytes) -> ExtractedText:
    """The subject and body of a mail of Outlook; raises `EmptyFile` where it has neither."""
    return _read(parse_msg(data), Format.MSG)


def _read(mail: Mail, form: Format) -> ExtractedText:
    composition = TextBuilder()
    if mail.subject.strip():
        composition.write_line(mail.subject, heading=True)
        composition.new_paragraph()
    for name, value in mail.lines:
        composition.write_line(f"{name}: {value}", noise=True)
    composition.new_paragraph()
    start = composition.end
    if mail.body.strip():
        for line in clean(mail.body).split("\n"):
            if line.strip():
                composition.write_line(line)
            else:
                composition.new_paragraph()
    elif mail.page.strip():
        _put_page(composition, mail.page)
    if composition.end == start:
        raise EmptyFile("Thư không có nội dung, chỉ có thể có tệp kèm theo: hãy kiểm tra lại thư.")
    if mail.attachments:
        names = "; ".join(attachment.name for attachment in mail.attachments)
        composition.warnings.append(f"Thư kèm {len(mail.attachments)} tệp, mỗi tệp được nạp riêng: {names}.")
    composition.warnings += [*mail.unread, *_packed(mail.attachments)]
    text = composition.text
    composition.pages.append(Page(1, 0, len(text), quality=round(quality(text).share, 3)))
    return composition.reading(form.value)


def _packed(attachments: Sequence[Attachment]) -> Iterator[str]:
    """A sentence where Outlook packed what is attached in a way of its own (TNEF)."""
    if any(attachment.data.startswith(_TNEF) for attachment in attachments):
        yield (
            "Thư kèm tệp winmail.dat của Outlook, tệp nằm trong đó chưa đọc được: "
            "hãy nhờ người gửi gửi lại thư ở dạng HTML hoặc văn bản thường."
        )


def _put_page(composition: TextBuilder, page: bytes) -> None:
    try:
        put(composition, read_embedded("thu.html", page), part="body")
    except EmptyFile:
        return
    except SetAside as reason:
        composition.warnings.append(told_of("nội dung thư", reason))


def parse_eml(data: bytes) -> Mail:
    """A mail as it was sent (RFC 5322), whatever line its head begins with."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    plain = message.get_body(("plain",))
    rich = message.get_body(("html",))
    return Mail(
        subject=_header(message, "Subject"),
        lines=tuple(_lines(message)),
        body=_text(plain) if plain is not None else "",
        page=_page(rich) if rich is not None else b"",
        attachments=tuple(_attachments(message, (plain, rich))),
        unread=tuple(_small_pictures(message)),
    )


# The lines of a mail's head that say something of it.
_HEAD = (("Người gửi", "From"), ("Người nhận", "To"), ("Đồng gửi", "Cc"), ("Ngày gửi", "Date"))


def _lines(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for shown, name in _HEAD:
        if value := _header(message, name):
            yield shown, value


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, IndexError):  # a head that no mail program writes
        return ""


def _text(part: Any) -> str:
    """The characters of a part: by the charset it declares where the bytes are that, else by what they are."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return declared_text(payload, part.get_content_charset())


def declared_text(data: bytes, charset: str | None) -> str:
    """The characters of `data`, which was said to be in `charset`: UTF-8 that is valid is UTF-8 whatever was said."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if charset and charset.lower() not in {"us-ascii", "ascii", "utf-8"}:
        try:
            return decode(data.decode(charset).encode("utf-8"))[0]
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)[0]


def _page(part: Any) -> bytes:
    return b'<meta charset="utf-8">' + _text(part).encode("utf-8")


def _attachments(message: EmailMessage, bodies: Sequence[Any]) -> Iterator[Attachment]:
    for number, part in enumerate(_leaves(message), 1):
        if any(part is body for body in bodies):
            continue
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            inner = inner[0] if isinstance(inner, list) and inner else None
            if inner is not None:
                yield Attachment(_file_name(part) or f"thu-{number}.eml", inner.as_bytes())
            continue
        payload = part.get_payload(decode=True)
        name = _file_name(part)
        if not isinstance(payload, bytes) or _is_small_picture(part):
            continue
        if not name and part.get_content_type() in _MORE_TEXT:  # a mail in pieces: text, picture, text
            payload, name = _text(part).strip().encode(), f"phan-{number}{_MORE_TEXT[part.get_content_type()]}"
        if payload:
            yield Attachment(name or f"tep-{number}.{part.get_content_subtype()}", payload)


# Kinds of text that may stand behind the first.
_MORE_TEXT = {"text/plain": ".txt", "text/html": ".html"}


def _small_pictures(message: EmailMessage) -> Iterator[str]:
    if count := sum(map(_is_small_picture, _leaves(message))):
        yield f"Thư có {count} hình nhỏ (biểu trưng, chữ ký) không đọc chữ trong hình."


def _is_small_picture(part: Any) -> bool:
    """Whether a part is a picture that is no page: the logo in a signature."""
    payload = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
    return isinstance(payload, bytes) and not may_be_page(size_of(payload))


def _leaves(message: Any) -> Iterator[Any]:
    """The parts that hold something, those of mails that lie in it left to those."""
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.get_payload():
            yield from _leaves(part)
    else:
        yield message


def _file_name(part: Any) -> str:
    try:
        return str(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def parse_msg(data: bytes) -> Mail:
    """A mail as Outlook keeps it (MS-OXMSG)."""
    from oxmsg import Message

    try:
        message = Message.load(io.BytesIO(data))
        attachments = [(a.file_name, a.file_bytes) for a in message.attachments]
        sent = message.sent_date.strftime("%d/%m/%Y %H:%M") if message.sent_date else ""
        lines = (("Người gửi", message.sender or ""), ("Ngày gửi", sent))
        body, page, subject = message.body or "", message.html_body or "", message.subject or ""
    except Exception as error:
        raise BrokenFile("Không mở được thư Outlook (MSG): hãy mở thư, lưu thành EML hoặc PDF rồi nạp lại.") from error
    return Mail(
        subject=subject,
        lines=tuple((name, value) for name, value in lines if value),
        body=body,
        page=b'<meta charset="utf-8">' + page.encode("utf-8", "replace") if page.strip() else b"",
        attachments=tuple(Attachment(name or f"tep-{n}", own) for n, (name, own) in enumerate(attachments, 1) if own),
        unread=tuple(
            f"Thư kèm “{name or f'tep-{n}'}” (một thư khác hoặc liên kết) chưa đọc được: hãy lưu riêng rồi nạp lại."
            for n, (name, own) in enumerate(attachments, 1)
            if not own
        ),
    )
