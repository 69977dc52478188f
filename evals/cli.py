"""`nhiemvu eval`: quality as numbers.

Nothing may import `evals`, which measures all the others; yet its figures are asked
for on the command line. So its modules are loaded by name, when a command runs.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from search_api.cli.console import DONE, argument, echo, option

app = typer.Typer()

# Apart from the commands of every day on the help page.
PANEL = "Đo và cải thiện"

JSON = option("--json", help="In một đối tượng JSON.")


class _TrainCommands(TyperGroup):
    """`train DIR OUTPUT` trains the search model, as it did before there was a second thing to train."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes the first word for a folder of questions where it is no command of the group."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["retrieval", *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


training = typer.Typer(cls=_TrainCommands)


@app.command(help="Tìm kiếm: DIR có corpus.jsonl, queries.jsonl, qrels.tsv (bố cục BEIR).")
def retrieval(
    context: typer.Context,
    folder: Annotated[Path, argument("DIR", "Thư mục bộ câu hỏi.")],
    as_json: Annotated[bool, JSON] = False,
    models: Annotated[
        list[str] | None,
        option(
            "--model", metavar="MODEL", help="Mô hình sentence-transformers, theo thư mục hoặc tên; lặp lại để so sánh."
        ),
    ] = None,
) -> int:
    """Index a question set in a temporary place and score the answers, of several models side by side."""
    evaluate = import_module("evals.quality.retrieval").evaluate
    names = models or [context.obj.model]
    found = {name: evaluate(folder, replace(context.obj, model=name)) for name in names}
    _print(found if len(found) > 1 else found[names[0]], as_json)
    return DONE


@training.command("retrieval", help="Mô hình tìm kiếm: nửa số câu hỏi để học, nửa còn lại để đo.")
def train(
    context: typer.Context,
    folder: Annotated[Path, argument("DIR", "Thư mục bộ câu hỏi có đáp án (bố cục BEIR).")],
    output: Annotated[Path, argument("OUTPUT", "Thư mục sẽ ghi mô hình đã huấn luyện.")],
    epochs: Annotated[int, option("--epochs", min=1, help="Số lượt học.", show_default=True)] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> int:
    """Fine-tune the model on half of a question set and report the gain on the other half."""
    figures = import_module("evals.quality.training").train(folder, output, context.obj, epochs=epochs)
    _print(figures, as_json)
    echo(f"Mô hình ở {output}. Dùng: đặt NHIEMVU_MODEL={output}, rồi chạy nhiemvu rebuild.")
    return DONE


@training.command("extraction", help="Cách đọc thứ hai cho nhiệm vụ, từ mọi bộ nhãn làm tay; đo trên văn bản để riêng.")
def train_extraction(
    output: Annotated[
        Path | None, option("--output", metavar="FILE", help="Ghi trọng số vào tệp này thay vì vào bản đang chạy.")
    ] = None,
    gold: Annotated[Path | None, option("--gold", metavar="DIR", help="Thêm một thư mục nhãn làm tay.")] = None,
    sources: Annotated[Path | None, option("--sources", metavar="DIR", help="Thư mục văn bản của --gold.")] = None,
    shows_curve: Annotated[bool, option("--curve", help="In cả mức đạt được theo số dòng nhãn.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> int:
    """Train the second reader of obligations on all gold rows and report its worth on documents left out."""
    if (gold is None) != (sources is None):
        raise typer.BadParameter("--gold và --sources đi cùng nhau.")
    more = [(gold.resolve(), sources.resolve())] if gold and sources else []
    train = import_module("evals.second_reader.validation").train_extraction
    _print(train(output, more, shows_curve=shows_curve), as_json)
    return DONE


@app.command(help="Trích xuất: độ chính xác, độ phủ và F1 so với các bộ nhãn làm tay.")
def extraction(as_json: Annotated[bool, JSON] = False) -> int:
    """Score the analysis of documents with hand-made rows."""
    _print(import_module("evals.quality.extraction").evaluate_all(), as_json)
    return DONE


@app.command(help="Chỉ tiêu: so với nhãn làm tay trên văn bản thật.")
def targets(as_json: Annotated[bool, JSON] = False) -> int:
    """Score the targets found in documents with hand-made rows."""
    _print(import_module("evals.quality.targets").evaluate(), as_json)
    return DONE


@app.command(help="Độ tin cậy của nhiệm vụ: trong số được cho là chắc, bao nhiêu đúng.")
def confidence(as_json: Annotated[bool, JSON] = False) -> int:
    """Print how often obligations of each confidence are right, documents left out."""
    calibration = import_module("evals.quality.calibration")
    figures = calibration.reliability()
    if as_json:
        _print(figures, as_json)
        return DONE
    for line in calibration.table(figures):
        sys.stdout.write(line + "\n")
    return DONE


@app.command(help="Văn bản chưa có nhãn: tỷ lệ chỗ đọc sai thấy được, kèm những chỗ đáng xem nhất.")
def unread(
    folder: Annotated[Path, argument("DIR", "Thư mục văn bản.")],
    as_json: Annotated[bool, JSON] = False,
) -> int:
    """Measure a folder without labels: fields left empty, names malformed, duties without doer, verbs without duty."""
    figures = import_module("evals.quality.unread").evaluate(folder)
    if as_json:
        _print(figures, as_json)
        return DONE
    for line in import_module("evals.quality.unread").lines(figures):
        sys.stdout.write(line + "\n")
    return DONE


def _print(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
        return
    for line in _lines(figures):
        sys.stdout.write(line + "\n")


def _lines(figures: dict[str, Any], before: str = "") -> list[str]:
    """One line for each figure, under its path in the object; those of one score share a line."""
    lines: list[str] = []
    for name, value in figures.items():
        at = f"{before}{name}"
        if isinstance(value, dict) and "f1" in value:
            lines.append(f"{at}\t" + "\t".join(f"{figure} {number}" for figure, number in value.items()))
        elif isinstance(value, dict):
            lines += _lines(value, f"{at} ")
        else:
            lines.append(f"{at}\t{value}")
    return lines
