"""Files to text: one reader a format, chosen by what the bytes are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest.errors import BrokenFile, EmptyFile, MissingFile, SetAside, UnknownFormat
from ingest.readers.detect import NAMES, PICTURES, READABLE_SUFFIXES, Format, recognise, suffixes
from ingest.readers.extracted_text import ExtractedText, TableReading
from ingest.readers.ocr.damaged_fields import told, with_candidates
from ingest.readers.quality_warnings import doubts

__all__ = ["READABLE_SUFFIXES", "ExtractedText", "TableReading", "read"]


def read(path: Path, data: bytes | None = None) -> ExtractedText:
    """The text of the file at `path`, or of `data` under that name, by the reader for what its bytes are.

    Raises `SetAside` with a reason in Vietnamese: `MissingFile`, `EmptyFile`,
    `UnknownFormat`, `EncryptedFile`, `TooLarge` or `BrokenFile`; `MemoryError` where it is short.
    """
    data = _bytes(path) if data is None else data
    suffix = path.suffix.lower()
    form = recognise(data, suffix)
    try:
        reading = _reader(form)(data)
    except (SetAside, MemoryError):
        raise
    except Exception as error:
        # The parsers below raise whatever a damaged file leads them into (zlib, lxml,
        # pdfminer, struct, RecursionError); to the sender it is one thing.
        raise BrokenFile(
            f"Không mở được tệp {NAMES[form]}, có lẽ tệp bị hỏng: hãy mở thử, lưu hoặc tải lại."
        ) from error
    if not reading.text.strip():
        raise EmptyFile("Tệp không có chữ nào: hãy kiểm tra lại bản gốc.")
    renamed = [] if not suffix or suffix in suffixes(form) else [_misnamed(suffix, form)]
    open_fields = tuple(with_candidates(doubt, path) for doubt in reading.doubts)
    warnings = (*reading.warnings, *renamed, *map(told, open_fields), *doubts(reading))
    return replace(reading, warnings=tuple(dict.fromkeys(warnings)), doubts=open_fields)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFile("Không tìm thấy tệp: hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise MissingFile("Không mở được tệp: hãy kiểm tra quyền đọc hoặc đóng phần mềm đang mở tệp.") from error


def _reader(form: Format) -> Callable[[bytes], ExtractedText]:
    """The reader for a format, imported when it is needed: PDF and Word libraries are slow to load."""
    match form:
        case Format.PDF:
            from ingest.readers.pdf.pdf_reader import read_pdf

            return read_pdf
        case Format.DOCX:
            from ingest.readers.docx.docx_reader import read_docx

            return read_docx
        case Format.DOC:
            from ingest.readers.doc.word97 import read_doc

            return read_doc
        case Format.RTF:
            from ingest.readers.rtf.rtf_reader import read_rtf

            return read_rtf
        case Format.HTML:
            from ingest.readers.html.html_reader import read_html

            return read_html
        case Format.TEXT:
            from ingest.readers.text import read_text

            return read_text
        case Format.ODT:
            from ingest.readers.odt.odt_reader import read_odt

            return read_odt
        case Format.XLSX:
            from ingest.readers.xlsx.xlsx_reader import read_xlsx

            return read_xlsx
        case Format.XLS:
            from ingest.readers.xlsx.xls import read_xls

            return read_xls
        case Format.CSV:
            from ingest.readers.xlsx.csv_table import read_csv

            return read_csv
        case Format.PPTX:
            from ingest.readers.presentations import read_pptx

            return read_pptx
        case Format.ODP:
            from ingest.readers.presentations import read_odp

            return read_odp
        case Format.EML:
            from ingest.readers.mail import read_eml

            return read_eml
        case Format.MSG:
            from ingest.readers.mail import read_msg

            return read_msg
        case form if form in PICTURES:
            from ingest.readers.ocr.pictures import read_picture

            return partial(read_picture, media_type=form.value)
        case Format.MHT:
            from ingest.readers.html.mht import read_mht

            return read_mht
        case Format.ZIP:
            # Not one document: `ingest.archives` unpacks what it holds.
            raise UnknownFormat("Chưa đọc được tệp nén ZIP như một văn bản: hãy giải nén rồi nạp từng tệp bên trong.")
    raise AssertionError(form)


def _misnamed(suffix: str, form: Format) -> str:
    return f"Tệp mang đuôi {suffix} nhưng nội dung là {NAMES[form]}; đã đọc theo nội dung."
