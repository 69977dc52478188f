"""Files that a mail or a PDF carries: taken in beside it, each as a document of its own, as those of an archive are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.archives import DEEPEST, MOST_UNPACKED_INSIDE, plain_name, told_apart
from ingest.errors import SetAside
from ingest.readers.detect import Format, recognise
from ingest.readers.limits import LARGEST_FILE
from ingest.readers.mail import Attachment, parse_eml, parse_msg
from ingest.sources import is_litter
from ingest.workers.protocol import Member

# More files than this come with no document.
_MOST = 200

# What mail programs add for themselves.
_OF_THE_MAIL = frozenset({"winmail.dat"})
_TNEF = "Tệp này chỉ Outlook mở được: hãy mở thư bằng Outlook, lưu từng tệp kèm theo rồi nạp lại."
_TOO_DEEP = "Tệp nằm trong quá nhiều lớp tệp: hãy lưu riêng tệp này rồi nạp lại."
_TOO_MUCH = "Các tệp kèm theo quá lớn hoặc quá nhiều: hãy lưu riêng từng tệp rồi nạp lại."


def unpack_attachments(data: bytes, name: str, folder: Path, depth: int) -> tuple[Member, ...]:
    """The files that the mail or PDF `data` called `name` carries, written into `folder`; none of other files.

    `depth` is the number of files it lies in.
    """
    try:
        form = recognise(data, Path(name).suffix)
        found = [a for a in _attachments(data, form) if not is_litter([plain_name(a.name) or "tep"])]
    except SetAside:
        return ()
    members: list[Member] = []
    taken = 0
    for number, (attachment, own) in enumerate(told_apart((a, plain_name(a.name) or "tep") for a in found)):
        taken += len(attachment.data)
        if reason := _refusal(attachment, number, taken, depth):
            members.append(Member(own, reason=reason))
            continue
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / str(number)
        path.write_bytes(attachment.data)
        members.append(Member(own, str(path)))
    return tuple(members)


def _refusal(attachment: Attachment, number: int, taken: int, depth: int) -> str:
    """Why a file is not taken in; "" where it is."""
    if attachment.name.lower() in _OF_THE_MAIL:
        return _TNEF
    if depth >= DEEPEST:
        return _TOO_DEEP
    if number >= _MOST or taken > MOST_UNPACKED_INSIDE or len(attachment.data) > LARGEST_FILE:
        return _TOO_MUCH
    return ""


def _attachments(data: bytes, form: Format) -> Iterator[Attachment]:
    if form is Format.EML:
        yield from parse_eml(data).attachments
    elif form is Format.MSG:
        yield from parse_msg(data).attachments
    elif form is Format.PDF:
        from ingest.readers.pdf.pdf_attachments import attachments_of

        yield from attachments_of(data)
