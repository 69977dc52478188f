"""How the command line speaks: its options, its usage errors, and where errors become one line and an exit code."""

from __future__ import annotations

import _thread
import logging
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperGroup

from search_api.bootstrap import KnowledgeBase
from search_api.errors import told
from search_api.exports.writers import write_jsonl
from search_api.ingestion.index_sync import Progress
from search_api.ingestion.ingest_service import IngestReport

DONE, FAILED, WRONG_USAGE, SOME_SET_ASIDE = 0, 1, 2, 3
STOPPED = 130  # as shells say of a program that Ctrl-C has ended

# What Typer says of a mistake in the words of a command, and what we say; `{name}` is
# the argument or option it is about. What is not here is said in Typer's own words.
_MISTAKES = (
    (r"Missing (?:parameter|option|argument).*", "Thiếu {name}."),
    (r"Missing command\.", "Thiếu lệnh."),
    (r"No such command '(.+)'\..*", r"Không có lệnh \1."),
    (r"No such option:? ([-\w]+).*", r"Không có tùy chọn \1."),
    (
        r"Got unexpected extra arguments?\(?s?\)? \((.+)\)",
        r"Thừa tham số: \1. Câu có dấu cách phải đặt trong ngoặc kép.",
    ),
    (r"Option '(.+)' requires an argument\.?", r"\1 cần một giá trị."),
    (r"(?:Value error, )?(.+) is not one of (.+)", r"{name} không thể là \1; chọn một trong \2"),
    (r"Input should be a valid integer.*", "{name} phải là số nguyên."),
    (r"Input should be (?:greater|less) than or equal to (\d+)", r"{name} vượt giới hạn \1."),
)


class OutputFormat(StrEnum):
    """How the rows of a command are shown: a table for a person, or JSON lines for a program."""

    TABLE = "table"
    JSONL = "jsonl"


def argument(name: str, help: str) -> Any:
    """A command's argument."""
    return typer.Argument(metavar=name, help=help, show_default=False)


def option(*names: str, help: str, **more: Any) -> Any:
    """A command's option; a default is shown only where one is set for it."""
    return typer.Option(*names, help=help, **({"show_default": False} | more))


DOC = argument("DOC", "Văn bản: mã, số ký hiệu (28-CT/TW) hoặc tên tệp nguồn.")
OUTPUT_FORMAT = option(
    "--format",
    help="table: bảng cho người đọc (mặc định trên màn hình); jsonl: mỗi dòng một đối tượng JSON "
    "(mặc định khi chuyển vào tệp hoặc lệnh khác).",
)


def echo(line: str) -> None:
    """Print a line for the person at the keyboard: to standard error, which holds no rows."""
    print(line, file=sys.stderr)  # noqa: T201 the command line's own voice


def report_outcome(report: IngestReport) -> int:
    """Say what became of the files given; gives the exit code."""
    for row in report.set_aside:
        echo(f"Để riêng {row.source}: {row.reason}")
    echo(
        f"Đã đưa vào {len(report.ingested)} văn bản; {len(report.unchanged)} không thay đổi; "
        f"{len(report.set_aside)} để riêng."
    )
    return SOME_SET_ASIDE if report.set_aside else DONE


def open_knowledge_base(context: typer.Context) -> KnowledgeBase:
    """The knowledge base a command works on; nothing of it is opened yet."""
    return KnowledgeBase(context.obj)


@contextmanager
def show_progress() -> Iterator[Progress | None]:
    """A progress bar where a person watches standard error; None otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from search_api.cli.tables import progress_bar

    with progress_bar() as told_of:
        yield told_of


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end a long command in good order: nothing half written, nothing left running."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    def stop_again(dropped: sys.UnraisableHookArgs) -> None:
        # A signal that arrives while the garbage collector or a finalizer runs is dropped by Python: it is sent again.
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            threading.Timer(0.1, _thread.interrupt_main).start()
        else:
            hook_before(dropped)

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are for the main thread
        return
    hook_before, sys.unraisablehook = sys.unraisablehook, stop_again
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        echo("Đã dừng theo yêu cầu. Những văn bản đã đưa vào vẫn còn trong kho; chạy lại lệnh này để làm tiếp.")
        raise typer.Exit(STOPPED) from None
    finally:
        signal.signal(signal.SIGTERM, before)
        sys.unraisablehook = hook_before


def print_rows(found: Sequence[Any], shown: OutputFormat | None, draw: Callable[[ModuleType], None]) -> None:
    """Print rows in the form asked for, or else as suits what standard output is; `draw` gets the drawing module."""
    if shown is OutputFormat.JSONL or (shown is None and not sys.stdout.isatty()):
        write_jsonl(found, sys.stdout)
        return
    from search_api.cli import tables

    draw(tables)


class Commands(TyperGroup):
    """The commands; expected errors end them with one Vietnamese line and an exit code, the others with a trace."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, whose help page says what its parts are in Vietnamese."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            _in_vietnamese(command, ctx)
        return command

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run the command line and exit; without a command, show what there is."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # not where a test or another program took the stream over
                stream.reconfigure(encoding="utf-8", newline="\n")
        words = list(sys.argv[1:] if args is None else args)
        if not words or "--help" in words:
            _name_the_panels()
            _in_vietnamese(self, typer.Context(self))
        try:
            code = super().main(words or ["--help"], *more, **(extra | {"standalone_mode": False}))
        except typer.TyperException as error:
            echo(_usage(error))
            code = WRONG_USAGE
        except Exception as error:
            line = told(error)
            if line is None:
                raise
            echo(f"Lỗi: {line}")
            code = FAILED
        if not words:
            code = WRONG_USAGE
        sys.exit(code if isinstance(code, int) else DONE)


def _name_the_panels() -> None:
    """Give the parts of a help page their Vietnamese names; only then, for Rich takes its time to load."""
    from typer import rich_utils

    if rich_utils.ARGUMENTS_PANEL_TITLE == "Tham số":
        return
    rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
    rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.RANGE_STRING = ""
    highlighted, shown_type = rich_utils.highlighter, rich_utils.types_highlighter

    def named(words: Any) -> Any:
        return highlighted(words.replace("Usage: ", "Cách dùng: ", 1) if isinstance(words, str) else words)

    def typed(kind: Any) -> Any:
        # "<bool>", "<int range>" say nothing to who is no programmer; "<table|jsonl>" says what may be chosen.
        return shown_type(kind if "|" in kind.plain or not kind.plain.startswith("<") else "")

    setattr(rich_utils, "highlighter", named)  # noqa: B010 a function stands in for an object that is only called
    setattr(rich_utils, "types_highlighter", typed)  # noqa: B010


def _in_vietnamese(command: Any, context: Any) -> None:
    """Name the parts of a command's usage line, and what `--help` does."""
    command.options_metavar = "[TÙY CHỌN]"
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = "LỆNH [THAM SỐ]..."
    if (asking := command.get_help_option(context)) is not None:
        asking.help = "In hướng dẫn này rồi thoát."


def _usage(error: typer.TyperException) -> str:
    """A mistake in the words of a command, in Vietnamese, and where to read how it is used."""
    context = getattr(error, "ctx", None)
    parameter = getattr(error, "param", None)
    options = [name for name in parameter.opts if name.startswith("-")] if parameter else []
    name = max(options, key=len, default=parameter.metavar or parameter.name if parameter else "")
    line = str(error)
    for said, ours in _MISTAKES:
        if re.fullmatch(said, line, re.DOTALL):
            line = re.sub(said, ours, line, flags=re.DOTALL).replace("{name}", name)
            break
    return f"Sai cách dùng: {line}\nXem cách dùng: {context.command_path if context else 'nhiemvu'} --help"


class _LogFile(logging.FileHandler):
    """A log file that makes its folder when the first line is written."""

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def keep_log(folder: Path) -> None:
    """Send warnings and traces to ``nhiemvu.log`` in `folder` instead of the screen."""
    handler = _LogFile(folder / "nhiemvu.log", encoding="utf-8", delay=True)
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format=form, force=True)
    logging.captureWarnings(True)
