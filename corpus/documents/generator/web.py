"""A sample as a web page: with the menu, side column and footer that sites put around a document."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from corpus.documents.generator.source import MARK, Letterhead, Paragraph, Sample, Style, Table

_LAW = "law"

_SITES = {
    _LAW: {
        "name": "Kho Văn Bản Mẫu",
        "line": "Tra cứu văn bản hành chính (trang minh họa)",
        "menu": ("Trang chủ", "Văn bản mới", "Văn bản hợp nhất", "Hỏi đáp", "Liên hệ"),
        "side": "Văn bản liên quan",
        "links": (
            "Chỉ thị 9001-CT/TW năm 2024 về công tác phòng, chống đuối nước",
            "Quyết định 99183/QĐ-TTg năm 2024 ban hành Kế hoạch thực hiện Chỉ thị 9001-CT/TW",
            "Quyết định 99527/QĐ-TTg năm 2025 sửa đổi Kế hoạch kèm theo Quyết định 99183/QĐ-TTg",
        ),
        "foot": "Kho Văn Bản Mẫu - trang web không có thật. Đăng ký nhận bản tin hằng tuần.",
    },
    "news": {
        "name": "Cổng tin mẫu",
        "line": "Tin tức chính sách (trang minh họa)",
        "menu": ("Trang chủ", "Thời sự", "Chính sách mới", "Giáo dục", "Sức khỏe", "Địa phương"),
        "side": "Tin đọc nhiều",
        "links": (
            "Lịch nghỉ Tết của học sinh nhiều địa phương",
            "Dự báo thời tiết ba ngày tới",
            "Mở cửa bể bơi cộng đồng thứ 100",
        ),
        "foot": "Cổng tin mẫu - trang web không có thật. Bản quyền nội dung thuộc dự án Nhiệm Vụ.",
    },
}

_LOOK = """
body{margin:0;font:17px/1.55 "Times New Roman","Liberation Serif",serif;color:#222;background:#f2f4f7}
header{background:#8c1d18;color:#fff;padding:14px 28px}header b{font-size:24px}
nav{background:#f7e9d7;padding:8px 28px}nav a{margin-right:22px;color:#6b1512;text-decoration:none}
.mark{background:#fff3bf;text-align:center;padding:6px;font-style:italic}
.page{display:flex;gap:28px;max-width:1080px;margin:18px auto;padding:0 16px}
article{flex:1;background:#fff;padding:26px 38px;border:1px solid #ddd}
aside{width:250px;font-size:15px}aside li{margin-bottom:8px}
h1{font-size:25px;line-height:1.3}.meta{color:#777;font-size:14px}
.letterhead,.closing{width:100%;border:0}.letterhead td{text-align:center;vertical-align:top}
.closing td{vertical-align:top;width:50%}.c{text-align:center}.n{font-size:14px}
footer{background:#333;color:#ccc;padding:16px 28px;font-size:14px}
"""


def document(sample: Sample) -> bytes:
    """The bytes of an .html file (UTF-8)."""
    return ("\n".join(_page(sample)) + "\n").encode()


def _page(sample: Sample) -> Iterator[str]:
    site = _SITES[sample.site]
    title = " ".join(p.text for p in sample.parts[0].title if p.runs)
    yield "<!DOCTYPE html>"
    yield '<html lang="vi">'
    yield f'<head>\n<meta charset="utf-8">\n<title>{escape(title)} | {site["name"]}</title>'
    yield f'<meta name="description" content="{escape(MARK)}">\n<style>{_LOOK}</style>\n</head>'
    yield f"<body>\n<header><b>{site['name']}</b><br>{site['line']}</header>"
    yield "<nav>" + "".join(f'<a href="#">{item}</a>' for item in site["menu"]) + "</nav>"
    yield f'<div class="mark">{MARK}</div>'
    yield '<div class="page">\n<article>'
    yield from _law(sample) if sample.site == _LAW else _news(sample, title)
    yield f'<p class="c"><i>{MARK}</i></p>\n</article>'
    yield f"<aside>\n<h3>{site['side']}</h3>\n<ul>"
    yield from (f'<li><a href="#">{escape(link)}</a></li>' for link in site["links"])
    yield "</ul>\n</aside>\n</div>"
    yield f"<footer>{site['foot']}</footer>\n</body>\n</html>"


def _law(sample: Sample) -> Iterator[str]:
    for at, part in enumerate(sample.parts):
        if part.letterhead:
            yield from _letterhead(part.letterhead)
        yield from (f'<p class="c">{_words(line)}</p>' for line in part.title)
        yield from _blocks(part.blocks)
        if at == 0:
            yield from _closing(sample)


def _news(sample: Sample, title: str) -> Iterator[str]:
    yield f'<h1>{escape(title)}</h1>\n<p class="meta">{sample.published} (GMT+7)</p>'
    yield from _blocks(sample.parts[0].blocks)
    yield f'<p style="text-align:right"><b>{escape(sample.author)}</b></p>'
    yield '<p class="meta">Chia sẻ: Facebook | Zalo | In bài viết</p>'


def _letterhead(letterhead: Letterhead) -> Iterator[str]:
    yield '<table class="letterhead"><tr>'
    for side in (letterhead.left, letterhead.right):
        yield "<td>" + "<br>\n".join(map(_words, side)) + "</td>"
    yield "</tr></table>"


def _blocks(blocks: tuple[Paragraph | Table, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield '<table border="1">'
            for row in (block.columns, *block.rows):
                span = f' colspan="{len(block.columns) - 1}"' if len(row) == 2 else ""
                cells = [f"<td>{escape(row[0])}</td>", *(f"<td{span}>{escape(cell)}</td>" for cell in row[1:])]
                yield "<tr>" + "".join(cells) + "</tr>"
            yield "</table>"
        elif block.style in {Style.CENTRED, Style.CENTRED_ITALIC}:
            yield f'<p class="c">{_words(block)}</p>'
        else:
            yield f"<p>{_words(block)}</p>"


def _closing(sample: Sample) -> Iterator[str]:
    yield '<table class="closing"><tr><td><b><i>Nơi nhận:</i></b><br>'
    yield "<br>\n".join(f'<span class="n">- {escape(recipient)}</span>' for recipient in sample.recipients)
    yield '</td><td class="c">'
    *lines, name = sample.signature
    yield "<br>\n".join(f"<b>{escape(line)}</b>" for line in lines)
    yield f"<br><br><br>\n<b>{escape(name)}</b></td></tr></table>"


def _words(paragraph: Paragraph) -> str:
    if paragraph.style is Style.RULE:
        return "-" * 15
    marked = "".join(f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text) for run in paragraph.runs)
    if paragraph.style in {Style.ITALIC, Style.CENTRED_ITALIC}:
        marked = f"<i>{marked}</i>"
    return f"{paragraph.label} {marked}".strip()
