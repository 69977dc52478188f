"""How a document stands to each one it cites, decided by the construction the citation stands in.

The words are in ``corpus/reference/relations.yaml``. Within a sentence the last of them
before a citation decides; a citation joined to the one before it ("…; Nghị định số …",
"… và Chỉ thị số …") shares its relation; one inside the description of another
("Căn cứ Nghị định số A sửa đổi Nghị định số B") is that other's business.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.identifiers import number_identity, parse_number
from corpus.model import Clause, ClauseKind, Document, DocumentKind, Relation
from corpus.vietnamese import bare
from ingest.references.citations.citations import Citation
from ingest.references.cues import Cue, cues, last_cue, syllables
from ingest.references.normalized_document import Running, compile_bare


@dataclass(frozen=True, slots=True)
class ClauseContext:
    """Where a citation stands: its clause, that clause's parent, and whether the body has begun."""

    clause: Clause | None
    parent: Clause | None
    in_preamble: bool


# ", ", "; ", " và ", " hoặc ", with what may lead up to the next document: "các ", "khoản 2 Điều 5 ", "của "
_JOINED = compile_bare(
    r"""(?:[,;:]|\b(?:và|hoặc|cùng|với|như))\s*(?:(?:và|các|những|của|tại|số|gồm|như|đồng \s thời)\s*)*
    (?:(?:điểm|khoản|điều|mục|chương|phần|phụ\s+lục)\s[\w.]{1,5}(?:\s*,\s*|\s+|\s+và\s+|\s+của\s+))*
    (?:(?:phụ\s+lục|quy\s+định|quy\s+chế|điều\s+lệ|danh\s+mục)\s[\w\s.]{0,60}?kèm\s+theo\s+)?
    (?:(?:(?:ý\s+kiến\s+)?(?:chỉ\s+đạo|thống\s+nhất|thẩm\s+định|thẩm\s+tra|đề\s+nghị|kết\s+luận)\s+)?
       (?:của\s+)?[^;:.()\d]{3,100}\s+tại\s+(?:các\s+)?)? ["“(]?\s*$""",
)
# Programmes in force that a task names among what is to be done; the document does not come from them.
_PROGRAMMES = frozenset({"chương trình", "chiến lược", "đề án", "công ước", "hiệp định", "nghị định thư"})
# "khó khăn trong việc triển khai Nghị định", "vướng mắc khi thực hiện Luật": what stands in the way of it
_HINDERED = compile_bare(
    r"\b(?:khó\s+khăn|vướng\s+mắc|bất\s+cập)\b[^.;:]{0,40}?"
    r"\b(?:trong|khi|của)\s+(?:việc\s+|quá\s+trình\s+)?(?:tổ\s+chức\s+)?$"
)
# "tổng kết việc thực hiện Nghị quyết", "tuyên truyền, phổ biến, quán triệt Nghị quyết": told of in the body, not done
_TOLD_OF = compile_bare(r"\b(?:tổng\s+kết|sơ\s+kết|tuyên\s+truyền|phổ\s+biến)\b[\w\s,]{0,20}$")
# "Các văn phòng đã chủ động … tổ chức thực hiện nghiêm Chỉ thị": done before, as a report says
_DONE = compile_bare(r"\bđã\s+(?!được\s+giao)[^.;:]{0,160}$")
_PROPOSALS = frozenset({"tờ trình", "báo cáo"})
# A gap is looked at from its end; the longest sentence of the gold documents that a cue reaches over has 420.
_LONGEST_GAP = 700
# "- Các ", "a) Khoản 2 Điều 5 ": syllables before a citation that opens the item of a list
_MOST_BEFORE_LISTED = 8

# "Quyết định này thay thế", "Nghị quyết có hiệu lực … và thay thế": this document is what does it.
_THIS = r"(?:\b(?:định|quyết|tư|thị|luật|lệnh|hoạch|định|chế|bản|trình)\s+này|có\s+hiệu\s+lực)\b"
_THIS_DOCUMENT = compile_bare(_THIS)
_DONE_BY_THIS = compile_bare(rf"{_THIS}(?:(?!\b(?:khi|nếu|trường\s+hợp|mà)\b).)*$")
_ARTICLE = compile_bare(r"\bđiều\s+\d+[a-z]?\s*[.:]?\s*$")
_TOLD = compile_bare(r"\bnhư\s+sau\s*:\s")
# ", đồng thời " before words that begin anew after a description; "như sau:" at the end of a line above a list
_BEGINS_ANEW = compile_bare(r"[,;]\s*(?:đồng\s+thời\s+)?$")
_INTRODUCES = compile_bare(r"(?::|\bsau|\bgồm)\W*$")
# What may stand before the words where they open a sentence: "Điều 1. ", "a) ", "Về việc ", "nghị định của chính phủ ".
_OPENING = compile_bare(
    r"""[\W\d]* (?:(?:điều|khoản|điểm|chương|mục)\s+[\w.]{1,5}\W+)* (?:[a-zđ]\)\s*|[ivx]+[.)]\s*)?
    (?:(?:nghị\s+định|quyết\s+định|nghị\s+quyết|thông\s+tư|luật|pháp\s+lệnh|chỉ\s+thị|kế\s+hoạch)
       (?:\s+của\s+[\w\s]{3,60}?)?\s*[:.]?\s*)?
    (?:(?:về|v/v)\s*(?:việc\s+)?)? (?:nay\s+)? (?:(?:phê\s+duyệt|cho\s+phép|thông\s+qua)\s+(?:việc\s+)?)?""",
)
# "Chính phủ ban hành Nghị định sửa đổi, bổ sung một số điều của Nghị định số …"
_ISSUES = compile_bare(r"\b(?:ban\s*hành|bạn\s+hành|thông\s+qua|quyết\s+nghị)\s+(?P<type>[\w\s]{3,20}?)\s+$")
_NORMATIVE = frozenset({
    "", "luật", "bộ luật", "pháp lệnh", "lệnh", "nghị quyết", "nghị quyết liên tịch", "nghị định", "quyết định",
    "thông tư", "thông tư liên tịch", "quy định", "quy chế",
})  # fmt: skip
# "Thực hiện việc phát hành công trái theo Nghị quyết số …": what a preamble opens with outweighs its "theo"
_OPENS_WITH_TASK = compile_bare(
    r"[\W\d]*(?:để|nhằm)?\s*(?:tiếp\s+tục\s+)?(?:thực\s+hiện|triển\s+khai|thi\s+hành|chấp\s+hành)\b"
)
# "Ngày 22/5/2025, UBND tỉnh ban hành Kế hoạch số …", "… đã ký Quyết định số …"
_ISSUING = compile_bare(r"\b(?:ban\s+hành|ký|có|ra|công\s+bố)\s+$")
# "Để thực hiện Chỉ thị nêu trên", "Triển khai Quyết định trên": points back to the last of that kind
_POINTS_BACK = compile_bare(
    r"\b(?:thực\s+hiện|triển\s+khai|thi\s+hành|quán\s+triệt)\b[^.;:]{0,40}?"
    r"\b(?P<type>chỉ\s+thị|quyết\s+định|nghị\s+quyết|nghị\s+định|công\s+điện|kế\s+hoạch|kết\s+luận|thông\s+tư|công\s+văn|văn\s+bản"
    r"|thông\s+báo)\s+(?:nêu\s+|nói\s+)?trên\b"
)
_CLOSED_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class _Decision:
    """A citation's relation; `nested` where it stands in the description of another."""

    relation: Relation
    nested: bool = False


_MENTIONED = _Decision(Relation.MENTIONS)


def relate(
    words: Running, citations: Sequence[Citation], settings: Sequence[ClauseContext], document: Document
) -> list[Relation]:
    """The relation of `document` to what each of its `citations` (in order) names."""
    starts = [c.start for c in citations]
    made: list[_Decision] = []
    for i, c in enumerate(citations):
        first = bisect_left(starts, words.sentence(c.start), 0, i)
        before = list(zip(citations[max(first - 1, 0) : i], made[max(first - 1, 0) :], strict=True))
        previous = before.pop(0) if first else None
        made.append(_decide(_Sentence(words, c, before, previous, settings[i], document)))
    found = [d.relation for d in made]
    _follow_back_pointers(words, citations, settings, found)
    _follow_titles(citations, settings, found)
    if document.kind is DocumentKind.SECONDARY:
        _report(words, citations, found, document)
    return found


_Decided = tuple[Citation, _Decision]


class _Sentence:
    """A citation with what stands before it in its sentence; `previous` is the last one of earlier sentences."""

    def __init__(
        self, words: Running, citation: Citation, earlier: Sequence[_Decided], previous: _Decided | None,
        setting: ClauseContext, document: Document,
    ) -> None:  # fmt: skip
        self.words, self.document, self.setting = words, document, setting
        self.citation, self.earlier, self.previous = citation, earlier, previous
        self.start = words.sentence(citation.start)
        # "… có ý kiến như sau: Bộ A …": what stands before such a colon says nothing of what follows
        told = [m.end() for m in _TOLD.finditer(words.bare, self.start, citation.start)]
        if told:
            self.start = told[-1]
            self.earlier = earlier = [pair for pair in earlier if pair[0].start >= self.start]
        self.floor = max(earlier[-1][0].end if earlier else self.start, citation.start - _LONGEST_GAP)
        self.gap = _CLOSED_BRACKETS.sub(lambda m: " " * len(m[0]), words.bare[self.floor : citation.start])
        # Some cues look ahead at what is cited: "Xét | Tờ trình số".
        self.ahead = words.bare[citation.start : citation.start + 40]


def _decide(s: _Sentence) -> _Decision:
    if s.citation.number and number_identity(s.citation.number) == number_identity(s.document.number):
        return _MENTIONED
    if s.earlier and s.citation.follows:
        return s.earlier[-1][1]
    if again := _same_number(s):
        return again
    if _is_in_brackets_of_basis(s):
        return _Decision(Relation.BASED_ON)
    if _recalls_own_letter(s):
        return _Decision(Relation.CONTINUES)
    cue, at = last_cue(s.gap, s.ahead, s.earlier) or (None, 0)
    if after := _cue_after(s):
        return after
    # "…, được sửa đổi, bổ sung tại Luật số …" is said of the law before it.
    describes = cue is not None and cue.relation is Relation.MENTIONS and cue.nested is not Relation.MENTIONS
    if cue and (not s.earlier or cue.fresh or (_BEGINS_ANEW.search(s.gap[:at]) and not describes)):
        return _governed(s, cue, s.floor + at)
    if s.earlier and _JOINED.search(s.gap):
        return _shared(s)
    if cue:
        outer = s.earlier[-1][1].relation
        carried = outer is cue.nested or s.document.kind is DocumentKind.SECONDARY
        return _Decision(cue.nested if carried else Relation.MENTIONS, nested=True)
    return _Decision(Relation.MENTIONS, nested=True) if s.earlier else _introduced(s)


def _is_in_brackets_of_basis(s: _Sentence) -> bool:
    """Whether a citation stands in brackets behind what a "Căn cứ" names: "(được sửa đổi bởi Luật số …)"."""
    before = s.words.bare[s.start : s.citation.start]
    is_basis = s.setting.clause is not None and s.setting.clause.kind is ClauseKind.BASIS
    return is_basis and bool(s.earlier) and before.rfind("(") > before.rfind(")")


def _recalls_own_letter(s: _Sentence) -> bool:
    """Whether a letter recalls one of its own body: "Tại Công văn số 12/BNV-TL, Bộ Nội vụ đã yêu cầu …"."""
    if s.document.type not in _LETTERS or s.citation.type not in _LETTERS:
        return False
    if not s.citation.number or not s.document.number:
        return False
    own, cited = (parse_number(n).issuer_letters.split("-")[0] for n in (s.document.number, s.citation.number))
    around = s.words.bare[s.floor : s.words.sentence_end(s.citation.end)]
    return own == cited and _ASKED_BEFORE.search(around) is not None


# A telegram that names an earlier one ("đã ban hành Công điện số …") tells of it; a letter takes it up again.
_LETTERS = frozenset({"công văn", "văn bản"})
# "Bộ Nội vụ đã hướng dẫn …", "đã có Công văn số …", "đã yêu cầu các địa phương …"
_ASKED_BEFORE = compile_bare(
    r"\bđã\s+(?:có|gửi|ban\s+hành|yêu\s+cầu|đề\s+nghị|hướng\s+dẫn|chỉ\s+đạo|đôn\s+đốc|thông\s+báo|nêu)\b"
)


def _same_number(s: _Sentence) -> _Decision | None:
    """One document named twice: "Chỉ thị số 28-CT/TW … (sau đây viết tắt là Chỉ thị số 28-CT/TW)"."""
    number = number_identity(s.citation.number)
    return next((d for c, d in s.earlier if number and number_identity(c.number) == number), None)


def _governed(s: _Sentence, cue: Cue, at: int) -> _Decision:
    """A citation that `cue`, standing at `at`, governs directly."""
    if cue.own and not _is_own(s, s.words.bare[s.start : at]):
        return _MENTIONED
    opens = s.setting.in_preamble and not s.earlier and _opens_with_task(s)
    if cue.key == "theo" and opens:
        return _Decision(Relation.IMPLEMENTS)
    return _Decision(_plausible(cue.relation, s, at))


def _opens_with_task(s: _Sentence) -> bool:
    """Whether the sentence opens with what is done: "Thực hiện …"; a copy may have joined the address before it."""
    if _OPENS_WITH_TASK.match(s.words.bare, s.start):
        return True
    address = s.words.bare.startswith("kinh gui", s.start)
    return address and _JOINED_TASK.search(s.words.normalized.text, s.start, s.citation.start) is not None


# "Kính gửi: Ủy ban nhân dân các tỉnh Triển khai việc phân bổ … theo quy định tại Thông tư số …"
_JOINED_TASK = re.compile(r"[^.;:]\s(?:Thực hiện|Triển khai|Thi hành|Để (?:thực hiện|triển khai))\s")


def _plausible(relation: Relation, s: _Sentence, at: int) -> Relation:
    """`relation` of words at `at`, where a document of the cited kind can be carried out and is, by this one."""
    if relation is not Relation.IMPLEMENTS:
        return relation
    before = s.words.bare[s.floor : at]
    if _HINDERED.search(before):
        return Relation.MENTIONS
    in_title = s.setting.clause is not None and s.setting.clause.kind is ClauseKind.TITLE
    if not in_title and not s.setting.in_preamble and (_TOLD_OF.search(before) or _DONE.search(before)):
        return Relation.MENTIONS
    if s.citation.type in _PROPOSALS:
        return Relation.BASED_ON if s.setting.in_preamble else Relation.MENTIONS
    if s.citation.type in _PROGRAMMES and not s.citation.number and not s.setting.in_preamble:
        return Relation.MENTIONS
    return relation


def _shared(s: _Sentence) -> _Decision:
    """A citation joined to those before it: by ";" to the outermost, else to the last."""
    last, made = s.earlier[-1]
    outermost = next(((c, d) for c, d in s.earlier if not d.nested), (last, made))
    if made.nested and (";" in s.gap or outermost[0].type == s.citation.type):
        return outermost[1]
    return made


def _introduced(s: _Sentence) -> _Decision:
    """A citation that nothing in its own sentence governs: what the line above says of its list holds."""
    clause, parent = s.setting.clause, s.setting.parent
    if clause and clause.kind is ClauseKind.BASIS:
        return _Decision(Relation.BASED_ON)
    if syllables(s.gap) > _MOST_BEFORE_LISTED:
        return _MENTIONED
    text = s.words.bare
    if s.setting.in_preamble and s.previous and text[: s.start].rstrip().endswith((";", ",")):
        return s.previous[1]
    if not parent:
        return _MENTIONED
    start, end = s.words.at(parent.start), s.words.at(parent.head_end)
    intro = text[start:end].rstrip()
    governing = last_cue(intro, s.ahead, ())
    if not governing or not _INTRODUCES.search(intro):
        return _MENTIONED
    cue, at = governing
    if cue.own and not _is_own(s, intro[:at]):
        return _MENTIONED
    return _Decision(cue.relation)


def _cue_after(s: _Sentence) -> _Decision | None:
    """What follows decides: "Nghị định số … hết hiệu lực", "Điều 3 Quyết định số … được sửa đổi như sau:"."""
    ahead = s.words.bare[s.citation.end : min(s.words.sentence_end(s.citation.end), s.citation.end + _LONGEST_GAP)]
    for cue in cues("after"):
        m = cue.words.search(ahead)
        if m and ";" not in ahead[: m.start()] and syllables(ahead[: m.start()]) <= cue.reach:
            before = s.words.bare[s.start : s.citation.start]
            if _THIS_DOCUMENT.search(ahead[m.start() :] + before) or _is_in_article(s):
                return _Decision(cue.relation)
    return None


def _is_own(s: _Sentence, before: str) -> bool:
    """Whether this document itself amends or repeals, given what its sentence says `before` those words."""
    if _DONE_BY_THIS.search(before):
        return True
    if s.setting.clause and s.setting.clause.kind is ClauseKind.TITLE:
        return True
    if issues := _ISSUES.search(before):
        return s.setting.in_preamble and bare(s.document.type) in {"", issues["type"].strip()}
    opens = bool(_OPENING.fullmatch(before))
    if (opens or _ACTS.fullmatch(before)) and _IN_THESE_WORDS.search(s.words.bare, s.citation.end, _end_of_line(s)):
        return True
    return opens and (s.setting.in_preamble or _is_in_article(s))


# "Ủy ban nhân dân tỉnh điều chỉnh … Kế hoạch số … như sau:": who issues the document changes another in it
_ACTS = compile_bare(
    r"[\W\d]*(?:ủy\s+ban|ubnd|bộ|sở|ban|văn\s+phòng|cục|chi\s+cục|chủ\s+tịch|thủ\s+tướng|hội\s+đồng|tỉnh\s+ủy|thành\s+ủy)\b[\w\s]{0,60}"
)
_IN_THESE_WORDS = compile_bare(r"như\s+sau\s*[:.]?\s*$")


def _end_of_line(s: _Sentence) -> int:
    """Where the sentence of the citation ends, white space aside."""
    end = s.words.sentence_end(s.citation.end)
    return s.citation.end + len(s.words.bare[s.citation.end : end].rstrip())


def _is_in_article(s: _Sentence) -> bool:
    if s.document.type not in _NORMATIVE:
        return False
    path = s.setting.clause.path if s.setting.clause else ""
    return "dieu-" in path or _ARTICLE.search(s.words.bare, max(0, s.start - 14), s.start) is not None


def _follow_back_pointers(
    words: Running, citations: Sequence[Citation], settings: Sequence[ClauseContext], found: list[Relation]
) -> None:
    """A later sentence decides: "… ban hành Chỉ thị số 11. Để thực hiện Chỉ thị nêu trên, …"."""
    for m in _POINTS_BACK.finditer(words.bare):
        i = next(
            (
                i
                for i in reversed(range(len(citations)))
                if citations[i].end <= m.start() and bare(citations[i].type) == m["type"]
            ),
            None,
        )
        if i is not None and settings[i].in_preamble and found[i] is Relation.MENTIONS:
            found[i] = Relation.IMPLEMENTS


def _follow_titles(citations: Sequence[Citation], settings: Sequence[ClauseContext], found: list[Relation]) -> None:
    """What the title says the document carries out, it carries out wherever else it is named."""
    in_title = {
        number_identity(c.number)
        for c, s, r in zip(citations, settings, found, strict=True)
        if c.number and r is Relation.IMPLEMENTS and s.clause and s.clause.kind is ClauseKind.TITLE
    }
    for i, c in enumerate(citations):
        if found[i] is Relation.MENTIONS and number_identity(c.number) in in_title:
            found[i] = Relation.IMPLEMENTS


def _report(words: Running, citations: Sequence[Citation], found: list[Relation], document: Document) -> None:
    """In a news report: the document it is about, by metadata or as the first that it says was issued."""
    about = {number_identity(n) for n in document.about}
    if not about:
        issued = (c for c in citations if c.number and _ISSUING.search(words.bare, max(0, c.start - 12), c.start))
        about = {number_identity(c.number) for c in [next(issued, None)] if c}
    for i, c in enumerate(citations):
        if c.number and number_identity(c.number) in about:
            found[i] = Relation.REPORTS_ON
