"""What a file is, judged by its bytes; its name is only asked where the bytes cannot tell.

Files are renamed, and mailed about with the wrong suffix. Each format is known by
its signature (the first bytes), archives by what is in them.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from enum import StrEnum

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, SetAside, UnknownFormat
from ingest.readers.legacy_fonts import detect
from ingest.readers.quality import quality


class Format(StrEnum):
    """The formats that are read, by their media types."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    RTF = "application/rtf"
    HTML = "text/html"
    TEXT = "text/plain"
    ODT = "application/vnd.oasis.opendocument.text"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLS = "application/vnd.ms-excel"
    CSV = "text/csv"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODP = "application/vnd.oasis.opendocument.presentation"
    MHT = "multipart/related"
    EML = "message/rfc822"
    MSG = "application/vnd.ms-outlook"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    GIF = "image/gif"
    WEBP = "image/webp"
    HEIC = "image/heic"
    ZIP = "application/zip"


_SUFFIXES = {
    Format.PDF: (".pdf",),
    Format.DOCX: (".docx", ".docm", ".dotx"),
    Format.DOC: (".doc", ".dot"),
    Format.RTF: (".rtf",),
    Format.HTML: (".html", ".htm", ".xhtml"),
    Format.TEXT: (".txt", ".md", ".text"),
    Format.ODT: (".odt", ".ott"),
    Format.XLSX: (".xlsx", ".xlsm", ".xltx"),
    Format.XLS: (".xls", ".xlt"),
    Format.CSV: (".csv", ".tsv"),
    Format.PPTX: (".pptx", ".pptm", ".ppsx", ".potx"),
    Format.ODP: (".odp", ".otp"),
    Format.MHT: (".mht", ".mhtml"),
    Format.EML: (".eml",),
    Format.MSG: (".msg",),
    Format.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    Format.PNG: (".png",),
    Format.TIFF: (".tif", ".tiff"),
    Format.BMP: (".bmp",),
    Format.GIF: (".gif",),
    Format.WEBP: (".webp",),
    Format.HEIC: (".heic", ".heif"),
    Format.ZIP: (".zip",),
}

READABLE_SUFFIXES = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)

# What a clerk calls each format.
NAMES = {
    Format.PDF: "PDF",
    Format.DOCX: "Word (DOCX)",
    Format.DOC: "Word 97-2003 (DOC)",
    Format.RTF: "RTF",
    Format.HTML: "trang web (HTML)",
    Format.TEXT: "văn bản thuần (TXT)",
    Format.ODT: "văn bản OpenDocument (ODT)",
    Format.XLSX: "bảng tính Excel (XLSX)",
    Format.XLS: "bảng tính Excel 97-2003 (XLS)",
    Format.CSV: "bảng phân cách bằng dấu (CSV)",
    Format.PPTX: "bản trình chiếu PowerPoint (PPTX)",
    Format.ODP: "bản trình chiếu OpenDocument (ODP)",
    Format.MHT: "trang web lưu một tệp (MHT)",
    Format.EML: "thư điện tử (EML)",
    Format.MSG: "thư Outlook (MSG)",
    Format.JPEG: "ảnh JPEG",
    Format.PNG: "ảnh PNG",
    Format.TIFF: "ảnh TIFF",
    Format.BMP: "ảnh BMP",
    Format.GIF: "ảnh GIF",
    Format.WEBP: "ảnh WebP",
    Format.HEIC: "ảnh HEIC",
    Format.ZIP: "tệp nén ZIP",
}

_AS_PDF_OR_DOCX = "hãy mở bằng phần mềm tương ứng, lưu thành PDF hoặc DOCX rồi nạp lại"
_NO_DOCUMENT = "hãy bỏ tệp này khỏi thư mục, đây không phải là văn bản"
_UNPACK = "hãy giải nén rồi nạp từng tệp bên trong"

# Pictures of pages, by their signatures.
PICTURES = frozenset({Format.JPEG, Format.PNG, Format.TIFF, Format.BMP, Format.GIF, Format.WEBP, Format.HEIC})
_PICTURE_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), Format.JPEG),
    (re.compile(rb"\x89PNG"), Format.PNG),
    (re.compile(rb"II[*+]\x00|MM\x00[*+]"), Format.TIFF),
    (re.compile(rb"BM.{4}\x00{4}", re.DOTALL), Format.BMP),
    (re.compile(rb"GIF8"), Format.GIF),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), Format.WEBP),
    (re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL), Format.HEIC),
)

# Signature, what it is called, what to do about it.
_NOT_READ = (
    (b"Rar!", "tệp nén RAR", _UNPACK),
    (b"7z\xbc\xaf", "tệp nén 7z", _UNPACK),
    (b"\x1f\x8b", "tệp nén GZIP", _UNPACK),
    (b"MZ", "chương trình Windows", _NO_DOCUMENT),
    (b"\x7fELF", "chương trình máy tính", _NO_DOCUMENT),
    (b"ID3", "tệp âm thanh", _NO_DOCUMENT),
)

# The part by which an Office archive is known that is not read.
_IN_ZIP = (("xl/workbook.bin", "bảng tính Excel (XLSB)", _AS_PDF_OR_DOCX),)
# OpenDocument files say what they are in a part of this name.
_KIND_PART = "mimetype"
_OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"

# The stream by which a compound file (Office 97-2003) is known, as its directory writes it.
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# A mail of Outlook, whose attachments may be files of the other kinds.
_MAIL_STREAM = "__nameid_version1.0".encode("utf-16-le")
_SHEET_STREAMS = ("Workbook".encode("utf-16-le"), "Book\x00".encode("utf-16-le"))
_IN_COMPOUND = (("PowerPoint Document".encode("utf-16-le"), "bản trình chiếu PowerPoint (PPT)"),)

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|center)\b",
    re.IGNORECASE | re.DOTALL,
)
# "Received: from …", "Subject: …": the names of the lines that head a mail or a saved page
_MAIL_LINE = re.compile(
    rb"(?P<name>Received|Return-Path|Delivered-To|From|To|Cc|Bcc|Reply-To|Sender|Subject|Date|Message-ID|MIME-Version"
    rb"|Content-[A-Za-z-]+|Snapshot-[A-Za-z-]+|DKIM-[A-Za-z-]+|ARC-[A-Za-z-]+|Authentication-Results|X-[A-Za-z0-9-]+"
    rb"|Received-SPF|Thread-[A-Za-z-]+|In-Reply-To|References|Importance|User-Agent|List-[A-Za-z-]+):",
    re.IGNORECASE,
)
# Two of these lines are a mail: a text may begin with one ("To: …").
_MAIL_LINES = 2
# What a page that was saved does not have: it was sent to nobody.
_SENT = frozenset({b"to", b"received", b"delivered-to", b"return-path", b"message-id"})

_XML = re.compile(rb"\s*<\?xml\b")

# A signature stands in so many of the first bytes.
_SIGNED_WITHIN = 32

# A PDF may carry up to 1,024 bytes of something else before its signature (ISO 32000-1, annex H.3.4.1).
_PDF_SIGNATURE_WITHIN = 1024

# VISCII writes six rare capitals as control characters; no text has one byte in
# fifty of them, while compressed data has one in nine.
_MOST_CONTROL_CHARACTERS = 0.02
_SAMPLE = 65_536
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")

# Text under the name of a binary format is taken only where it plainly is Vietnamese.
# A PDF of reportlab whose signature was overwritten scores 0.2, the texts of
# corpus/{admin,seeds,web} 0.97 and more.
_TEXT_UNDER_ANOTHER_NAME = 0.8


def suffixes(form: Format) -> tuple[str, ...]:
    """The suffixes files of this format usually bear."""
    return _SUFFIXES[form]


def recognise(data: bytes, suffix: str) -> Format:
    """The format of `data`, the content of a file whose name ends in `suffix`.

    Raises `EmptyFile`, `EncryptedFile`, `UnknownFormat`, or `BrokenFile` where the
    name promises a format that is read and the content is something else.
    """
    suffix = suffix.lower()
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"):
        raise EmptyFile("Tệp rỗng, không có nội dung: hãy kiểm tra lại bản gốc hoặc tải lại tệp.")
    if b"%PDF-" in data[:_PDF_SIGNATURE_WITHIN]:
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data, suffix)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data, suffix)
    if data.startswith(b"{\\rtf"):
        return Format.RTF
    for signed, form in _PICTURE_SIGNATURES:
        if signed.match(data[:_SIGNED_WITHIN]):
            return form
    for signature, name, advice in _NOT_READ:
        if data.startswith(signature):
            raise not_read(suffix, name, advice)
    if _is_binary(data):
        raise _unrecognised(suffix)
    return _text(data, suffix)


def not_read(suffix: str, name: str, advice: str) -> SetAside:
    """Why a file cannot be read whose content is `name`: broken where its suffix promises something that is read."""
    if suffix in READABLE_SUFFIXES:
        return BrokenFile(f"Tệp mang đuôi {suffix} nhưng nội dung là {name}: {advice}.")
    return UnknownFormat(f"Chưa đọc được {name}: {advice}.")


def _unrecognised(suffix: str) -> SetAside:
    if suffix in READABLE_SUFFIXES:
        return BrokenFile(
            f"Tệp mang đuôi {suffix} nhưng nội dung không đúng định dạng ấy: hãy mở thử hoặc tải lại tệp."
        )
    return UnknownFormat("Không nhận ra định dạng của tệp: hãy lưu văn bản thành PDF hoặc DOCX rồi nạp lại.")


def _archive(data: bytes, suffix: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Programs of Windows may write "word\\document.xml".
            names = {name.replace("\\", "/") for name in archive.namelist()}
            kind = _kind(archive)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise BrokenFile("Tệp bị hỏng hoặc tải về chưa hết: hãy tải hoặc chép lại tệp.") from error
    if "word/document.xml" in names or any(n.startswith("word/document") and n.endswith(".xml") for n in names):
        return Format.DOCX
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if kind.startswith(_OPEN_DOCUMENT_TEXT) or (not kind and "content.xml" in names):
        return Format.ODT
    if kind.startswith(Format.ODP.value.encode()):
        return Format.ODP
    if "ppt/presentation.xml" in names:
        return Format.PPTX
    if kind and "content.xml" in names:
        raise not_read(suffix, "tệp OpenDocument không phải văn bản (ODS, ODG)", _AS_PDF_OR_DOCX)
    for part, name, advice in _IN_ZIP:
        if part in names:
            raise not_read(suffix, name, advice)
    if suffix in READABLE_SUFFIXES and suffix not in _SUFFIXES[Format.ZIP]:
        raise not_read(suffix, NAMES[Format.ZIP], _UNPACK)
    return Format.ZIP


def _kind(archive: zipfile.ZipFile) -> bytes:
    if _KIND_PART not in archive.namelist():
        return b""
    with archive.open(_KIND_PART) as part:
        return part.read(100)


def _compound(data: bytes, suffix: str) -> Format:
    if _ENCRYPTED_STREAM in data:
        raise EncryptedFile("Tệp Office được đặt mật khẩu: hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại.")
    if _MAIL_STREAM in data:
        return Format.MSG
    if _WORD_STREAM in data:
        return Format.DOC
    if any(stream in data for stream in _SHEET_STREAMS):
        return Format.XLS
    for stream, name in _IN_COMPOUND:
        if stream in data:
            raise not_read(suffix, name, _AS_PDF_OR_DOCX)
    raise not_read(suffix, "tệp Office 97-2003 không có phần văn bản Word", _AS_PDF_OR_DOCX)


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or looks_like_utf16(sample):
        return False
    return len(_CONTROL.findall(sample)) > _MOST_CONTROL_CHARACTERS * len(sample)


def looks_like_utf16(sample: bytes) -> str:
    """The codec of UTF-16 text without a byte-order mark, or ``""``.

    Spaces and line ends are enough to tell: they are a zero byte beside 0x20 or 0x0A,
    and Vietnamese has one in every five characters.
    """
    even, odd = sample[0::2], sample[1::2]
    if len(even) < 8:
        return ""
    for codec, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        blanks = sum(h == 0 and c in b" \n\r\t" for h, c in zip(high, low, strict=False))
        others = sum(h == 0 and c not in b" \n\r\t" for h, c in zip(low, high, strict=False))
        if blanks > len(even) / 20 and others == 0:
            return codec
    return ""


def _text(data: bytes, suffix: str) -> Format:
    start = data[:_SAMPLE]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or looks_like_utf16(start):
        start = start.replace(b"\x00", b"").removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE)
    start = start.removeprefix(codecs.BOM_UTF8)
    if _HTML.match(start):
        return Format.HTML
    if names := _mail_lines(start):
        saved = suffix in _SUFFIXES[Format.MHT] or not names & _SENT
        return Format.MHT if saved and suffix not in _SUFFIXES[Format.EML] else Format.EML
    if _XML.match(start):
        raise not_read(suffix, "tệp XML, có thể là của Word 2003", _AS_PDF_OR_DOCX)
    if suffix in {s for f in (Format.PDF, Format.DOCX, Format.DOC, Format.RTF) for s in _SUFFIXES[f]}:
        sample = start.decode("utf-8", errors="replace")
        found = quality(sample)
        if not (found.telling and found.share >= _TEXT_UNDER_ANOTHER_NAME) and not detect(start.decode("latin-1")):
            raise _unrecognised(suffix)
    return Format.CSV if suffix in _SUFFIXES[Format.CSV] else Format.TEXT


def _mail_lines(start: bytes) -> set[bytes]:
    """The names of the lines that head a mail; none where the text begins with something else."""
    names: set[bytes] = set()
    for line in start.lstrip().split(b"\n"):
        m = _MAIL_LINE.match(line)
        if not m and not line.startswith((b" ", b"\t")):
            break
        if m:
            names.add(m["name"].lower())
    return names if len(names) >= _MAIL_LINES else set()
