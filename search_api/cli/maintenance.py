"""The commands that keep a knowledge base in order: check, rebuild, backup, restore, and what was set aside."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_api.cli.console import (
    DONE,
    FAILED,
    OUTPUT_FORMAT,
    OutputFormat,
    argument,
    echo,
    interruptible,
    open_knowledge_base,
    option,
    print_rows,
    report_outcome,
    show_progress,
)
from search_api.exports.writers import write_jsonl
from search_api.ingestion import quarantine

app = typer.Typer()


@app.command(
    "set-aside",
    help="Liệt kê các tệp không đọc được, lý do và việc cần làm; đọc lại những tệp đã sửa; bỏ những tệp không cần.",
)
def set_aside(
    context: typer.Context,
    again: Annotated[
        list[str] | None,
        option("--retry", metavar="NAME", help="Đọc lại tệp có tên hoặc đường dẫn này (lặp lại được)."),
    ] = None,
    all_again: Annotated[bool, option("--retry-all", help="Đọc lại mọi tệp để riêng.")] = False,
    dropped: Annotated[
        list[str] | None,
        option("--forget", metavar="NAME", help="Bỏ tệp này khỏi danh sách, cùng bản gốc kho đang giữ."),
    ] = None,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """List the files set aside, or try them again."""
    with open_knowledge_base(context) as kb:
        if dropped:
            echo(f"Đã bỏ {quarantine.discard(kb.store, dropped)} tệp khỏi danh sách để riêng.")
        if again or all_again:
            with interruptible(), show_progress() as progress:
                report = quarantine.retry(kb.ingestion, [] if all_again else again or [], progress=progress)
            return report_outcome(report)
        found = () if dropped else quarantine.quarantined_files(kb.store)
    if not dropped:
        print_rows(found, shown, lambda drawing: drawing.show_set_aside(found))
    return DONE


@app.command(help="Bỏ văn bản khỏi kho và chỉ mục; khôi phục được trong 30 ngày.")
def remove(
    context: typer.Context,
    docs: Annotated[list[str], argument("DOC", "Mã, số hiệu hoặc tên tệp của văn bản; nêu nhiều văn bản được.")],
) -> int:
    """Take documents out of the store and the index."""
    with open_knowledge_base(context) as kb, show_progress() as progress:
        rows = kb.remove(docs, progress=progress)
    for row in rows:
        echo(f"Đã bỏ {row.name}. Khôi phục được đến {row.until} bằng: nhiemvu removed --restore {row.doc}")
    return DONE


@app.command(help="Liệt kê các văn bản đã bỏ còn khôi phục được; khôi phục hoặc xóa hẳn.")
def removed(
    context: typer.Context,
    again: Annotated[
        list[str] | None, option("--restore", metavar="DOC", help="Khôi phục văn bản này (lặp lại được).")
    ] = None,
    dropped: Annotated[
        list[str] | None, option("--forget", metavar="DOC", help="Xóa hẳn văn bản này, cùng bản gốc.")
    ] = None,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """List the documents that can be restored, restore some, or delete some for good."""
    from search_api.ingestion import removal

    with open_knowledge_base(context) as kb:
        if swept := removal.sweep(kb.store):
            echo(f"Đã xóa hẳn {swept} văn bản bỏ quá {removal.RESTORABLE_DAYS} ngày.")
        if dropped:
            echo(f"Đã xóa hẳn {removal.discard(kb.store, dropped)} văn bản.")
        if again:
            with interruptible(), show_progress() as progress:
                return report_outcome(kb.restore(again, progress=progress))
        if not dropped:
            found = removal.removed(kb.store)
            print_rows(found, shown, lambda drawing: drawing.show_removed(found))
    return DONE


@app.command(help="Kiểm tra kho và chỉ mục có khớp nhau, nguyên văn và bản gốc có còn nguyên vẹn không.")
def check(
    context: typer.Context,
    sync: Annotated[bool, option("--mend", help="Sửa chỉ mục cho khớp với kho.")] = False,
) -> int:
    """Compare the index with the store, and the store with itself: one row for each fault."""
    from search_api.ingestion.consistency import check as faults_of

    with open_knowledge_base(context) as kb:
        faults = faults_of(kb.store, kb.index_sync)
        write_jsonl(faults, sys.stdout)
        for fault in faults:
            echo(f"{fault.source or fault.doc or 'Chỉ mục'}: {fault.message}")
        mendable = sum(fault.mendable for fault in faults)
        if not faults:
            echo("Kho và chỉ mục khớp nhau.")
        elif mendable and not sync:
            echo("Sửa bằng: nhiemvu check --mend")
        elif mendable:
            with show_progress() as progress:
                kb.sync(progress=progress)
            echo(f"Đã sửa {mendable} chỗ.")
        if sync and not any(fault.fault == "store" for fault in faults) and (swept := kb.store.sweep_originals()):
            apart = kb.store.originals.unclaimed
            echo(f"Đã để riêng {swept} bản gốc không văn bản nào dùng vào {apart}.")
            echo("Xóa hẳn bằng: nhiemvu discard-unclaimed")
    left = len(faults) - (mendable if sync else 0)
    return FAILED if left else DONE


@app.command("discard-unclaimed", help="Xóa hẳn các bản gốc không văn bản nào dùng mà check --mend đã để riêng.")
def discard_unclaimed(context: typer.Context) -> int:
    """Delete the originals that no record claims and that were set apart."""
    with open_knowledge_base(context) as kb:
        echo(f"Đã xóa {kb.store.originals.empty_unclaimed()} bản gốc đã để riêng.")
    return DONE


@app.command(help="Dựng lại kho đã mất hoặc không đọc được từ các bản gốc; nói rõ những gì không lấy lại được.")
def recover(
    context: typer.Context,
    processes: Annotated[
        int, option("--processes", min=0, metavar="N", help="Số tiến trình đọc tệp (mặc định: tùy máy).")
    ] = 0,
) -> int:
    """Make a lost or unreadable store anew from the originals."""
    with open_knowledge_base(context) as kb, interruptible(), show_progress() as progress:
        report, done = kb.recover(progress=progress, processes=processes)
    code = report_outcome(report)
    echo(f"Đã lấy lại {done.decisions} quyết định của người đối chiếu.")
    for line in done.lost:
        echo(f"Không lấy lại được: {line}")
    if done.damaged_store:
        echo(f"Cơ sở dữ liệu cũ được giữ ở {done.damaged_store}.")
    return code


@app.command(help="Lập lại toàn bộ chỉ mục tìm kiếm từ kho.")
def rebuild(context: typer.Context) -> int:
    """Make the index anew."""
    with open_knowledge_base(context) as kb, show_progress() as progress:
        count = kb.rebuild(progress=progress)
    echo(f"Đã lập lại chỉ mục cho {count} văn bản.")
    return DONE


@app.command(help="Gói toàn bộ kho vào một tệp.")
def backup(context: typer.Context, file: Annotated[Path, argument("FILE", "Tệp sao lưu sẽ ghi.")]) -> int:
    """Write the whole knowledge base to one file."""
    from corpus.storage.backup import backup as write_backup

    write_backup(context.obj, file)
    echo(f"Đã sao lưu vào {file}.")
    return DONE


@app.command(help="Khôi phục kho từ tệp sao lưu vào một thư mục kho còn trống.")
def restore(context: typer.Context, file: Annotated[Path, argument("FILE", "Tệp sao lưu.")]) -> int:
    """Read the whole knowledge base from one file and make its index."""
    from corpus.storage.backup import restore as read_backup

    read_backup(context.obj, file)
    with open_knowledge_base(context) as kb, show_progress() as progress:
        count = kb.rebuild(progress=progress)
    echo(f"Đã khôi phục {count} văn bản từ {file}.")
    return DONE
