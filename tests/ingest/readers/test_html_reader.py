from __future__ import annotations

from pathlib import Path

import pytest

from corpus.vietnamese import clean
from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.legacy_fonts import Encoding
from tests.ingest.readers.test_legacy_fonts import typed

SENTENCE = "Sở Y tế chủ trì, phối hợp với các cơ quan liên quan tổ chức thực hiện Kế hoạch này trên địa bàn tỉnh."
LETTERHEAD = (
    '<table width="100%"><tr><td><b>ỦY BAN NHÂN DÂN<br>TỈNH NGHỆ AN</b><br>-------</td>'
    "<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b></td></tr>"
    "<tr><td>Số: 377/KH-UBND</td><td><i>Nghệ An, ngày 27 tháng 6 năm 2025</i></td></tr></table>"
)


def read_html(page: str) -> ExtractedText:
    reading = read(Path("a.html"), page.encode())
    assert reading.text == clean(reading.text)
    return reading


def article(body: str) -> str:
    return f"<html><head><meta charset='utf-8'><title>Tên trang</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>Một  đoạn\nvăn</p><p>Hai</p>", "Một đoạn văn\n\nHai", id="paragraphs"),
        pytest.param("<p>Một<br>hai<br/> ba</p>", "Một\nhai\nba", id="line breaks"),
        pytest.param("<div>Điều <b>1</b>. Ph<i>ạm</i> vi<p>Hai</div>", "Điều 1. Phạm vi\n\nHai", id="inline elements"),
        pytest.param("<ul><li>a</li><li>b</li></ul>", "• a\n\n• b", id="bullets"),
        pytest.param('<ol start="3"><li>x</li><li>y</li></ol>', "3. x\n\n4. y", id="numbers"),
        pytest.param('<ol type="a"><li>x</li><li value="5">y</li></ol>', "a. x\n\ne. y", id="letters"),
        pytest.param("<p>a&nbsp;b &lt;c&gt; &#7879;</p>", "a b <c> ệ", id="entities"),
        pytest.param("<p>a</p><p style='display:none'>ẩn</p><p hidden>ẩn</p>", "a", id="hidden"),
        pytest.param("<p>a</p><script>x()</script><style>p{}</style><!-- c --><p>b</p>", "a\n\nb", id="scripts"),
    ],
)
def test_blocks(body: str, text: str) -> None:
    assert read_html(article(body)).text == text


def test_headings_are_marked_and_bold_centred_lines_too() -> None:
    style = "<style>.c{color:red;text-align:center}</style>"
    page = article(
        f"{style}<h1>Tin</h1><p align=center><b>KẾ HOẠCH</b></p><p class=c><strong>Thực hiện</strong></p>"
        f"<p><b>Đậm</b></p><p style='text-align: center'>Giữa</p><p>{SENTENCE}</p>"
    )
    reading = read_html(page)
    assert [h.of(reading.text) for h in reading.headings] == ["Tin", "KẾ HOẠCH", "Thực hiện"]


def test_a_data_table_has_rows_and_cells() -> None:
    table = (
        "<table><thead><tr><th>TT</th><th>Nhiệm vụ</th><th>Chủ trì</th></tr></thead>"
        "<tr><td rowspan=2>1</td><td colspan=2>gộp<br>dòng</td></tr><tr><td><p>a</p><p>b</p></td><td></td></tr></table>"
    )
    reading = read_html(article(f"<p>{SENTENCE}</p>{table}<p>Hết</p>"))
    (found,) = reading.tables
    assert [[cell.of(reading.text) for cell in row] for row in found.rows] == [
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["1", "gộp\ndòng", ""],
        ["", "a\nb", ""],
    ]
    assert found.header_rows == 1
    assert reading.text.endswith("\n\nHết")


def test_a_letterhead_table_is_lines() -> None:
    reading = read_html(article(f"{LETTERHEAD}<p>{SENTENCE}</p>"))
    assert reading.tables == ()
    assert reading.text.startswith("ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\n-------\n\nCỘNG HÒA")


SITE = """
<div id="header-wrap"><div class="logo"><a href="/">Cổng văn bản</a></div></div>
<div class="main-menu"><ul><li><a href=#>Trang chủ</a></li><li><a href=#>Văn bản mới</a></li>
<li><a href=#>Tin</a></li></ul></div>
<div class="breadcrumb"><a href=#>Trang chủ</a> &gt; <a href=#>Kế hoạch</a></div>
<div class="wrapper has-sidebar"><table class="layout"><tr><td>
<div class="content1"><div>{body}</div></div></td></tr></table>
<div class="sidebar"><h3>Văn bản liên quan</h3><ul><li><a href=#>Chỉ thị một về việc chung</a></li>
<li><a href=#>Chỉ thị hai về việc chung</a></li><li><a href=#>Chỉ thị ba về việc chung</a></li></ul></div></div>
<div class="share-box">Chia sẻ: <a href=#>Facebook</a></div>
<footer>Bản quyền © Cổng văn bản. Địa chỉ: 1 phố Huế.</footer><form><input><button>Đăng ký</button></form>
"""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            LETTERHEAD + f"<p><b>KẾ HOẠCH</b></p><p>{SENTENCE}</p>" * 1 + f"<p>{SENTENCE}</p>" * 6, id="document"
        ),
        pytest.param(f"<p>{SENTENCE}</p>" * 8, id="article"),
    ],
)
def test_the_site_around_the_document_is_left_out(body: str) -> None:
    reading = read_html(article(SITE.replace("{body}", body)))
    assert reading.text.count(SENTENCE) == body.count(SENTENCE)
    assert ("377/KH-UBND" in reading.text) == ("377/KH-UBND" in body)
    for word in ("Cổng văn bản", "Trang chủ", "liên quan\n", "Bản quyền", "Facebook", "Đăng ký"):
        assert word not in reading.text


def test_the_title_of_an_article_is_kept() -> None:
    body = f"<div class=top><h1>Chỉ thị mới về trẻ em</h1></div><div class=detail>{f'<p>{SENTENCE}</p>' * 6}</div>"
    assert read_html(article(body)).text.startswith("Chỉ thị mới về trẻ em\n\nSở Y tế")


def test_a_document_whose_class_sounds_like_furniture_is_kept() -> None:
    assert SENTENCE in read_html(article(f'<div class="related-content">{f"<p>{SENTENCE}</p>" * 5}</div>')).text


@pytest.mark.parametrize("tag", ["form", "nav", "header", "aside"])
def test_an_element_that_holds_the_whole_page_is_not_taken_out(tag: str) -> None:
    """ASP.NET puts every page into a form; other elements are sometimes left open."""
    assert SENTENCE in read_html(article(f"<{tag}><p>{SENTENCE}</p><input value=x>")).text


def test_lines_of_the_site_inside_the_article_are_noise() -> None:
    reading = read_html(article(f"<p>{SENTENCE}</p><p>Chia sẻ: Facebook | Zalo | In bài viết</p>"))
    assert [n.of(reading.text) for n in reading.noise] == ["Chia sẻ: Facebook | Zalo | In bài viết"]


@pytest.mark.parametrize(
    ("data", "how"),
    [
        pytest.param(f"<html><body><p>{SENTENCE}".encode(), "text", id="UTF-8, not declared"),
        pytest.param(f"<html><meta charset=utf-16><p>{SENTENCE}".encode(), "text", id="wrongly declared"),
        pytest.param(f"<html><p>{SENTENCE}".encode("utf-16"), "text", id="UTF-16"),
        pytest.param(
            f'<?xml version="1.0" encoding="utf-8"?><html><p>{SENTENCE}</p></html>'.encode(), "text", id="XHTML"
        ),
        pytest.param(
            b"<html><meta charset=cp1252><p>" + typed(SENTENCE, Encoding.VNI).encode("latin-1"), "repaired", id="VNI"
        ),
    ],
)  # fmt: skip
def test_encodings(data: bytes, how: str) -> None:
    reading = read(Path("a.htm"), data)
    assert reading.text == SENTENCE
    assert reading.pages[0].how == how


OLD = "Uû ban nh©n d©n tØnh giao Së Y tÕ chñ tr×, phèi hîp víi c¸c së, ban, ngµnh thùc hiÖn kÕ ho¹ch nµy."
NEW = "Uỷ ban nhân dân tỉnh giao Sở Y tế chủ trì, phối hợp với các sở, ban, ngành thực hiện kế hoạch này."


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param(f"<p style='font-family:\".VnTime\"'>{OLD}</p><p>Số 5</p>", f"{NEW}\n\nSố 5", id="by style"),
        pytest.param(f'<p><font face=".VnTime, serif">{OLD}</font> Số 5</p>', f"{NEW} Số 5", id="by face"),
        pytest.param(
            f'<style>p.MsoNormal, li.MsoNormal {{margin:0; font-family:".VnTime";}}</style><p class=MsoNormal>{OLD}'
            '<span style="font-family:Arial"> xã hội</span></p>',
            f"{NEW} xã hội",
            id="by class, with another font inside",
        ),
        pytest.param("<p><font face=.VnTimeH>quyÕt ®Þnh</font></p><p>Số 5</p>", "QUYẾT ĐỊNH\n\nSố 5", id="capitals"),
        pytest.param('<p><font face="VNI-Times">Co<b>äng</b> hoøa</font></p>', "Cộng hòa", id="across elements"),
        pytest.param("<p>" + OLD.replace("é", "&eacute;").replace("Ö", "&Ouml;") + "</p>", NEW, id="by letters"),
        pytest.param(f"<table border=1><tr><th>TT</th><th>x</th></tr><tr><td>1</td><td>{OLD}</td></tr></table>",
                     f"TT\tx\n1\t{NEW}", id="in a table"),
    ],
)  # fmt: skip
def test_pages_in_old_fonts(page: str, text: str) -> None:
    for declared in ("utf-8", "windows-1252"):
        head = f'<html><head><meta charset="{declared}"></head><body>'
        try:
            data = f"{head}{page}</body></html>".encode(declared)
        except UnicodeEncodeError:
            continue
        assert read(Path("a.doc"), data).text == text
