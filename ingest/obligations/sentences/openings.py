"""How a sentence or a part of one begins: who is to act, or that it states something.

subject      Sở Y tế chủ trì …              the doer comes first (after an adjunct, a title with a colon)
assigned     Giao Sở Y tế chủ trì …         the issuer gives a body something to do
encouraged   Khuyến khích các doanh nghiệp …
forbidden    Nghiêm cấm các đơn vị …
imperative   Tăng cường kiểm tra …          no doer: the one of the heading, intro or address
modal        Đào tạo nghề phải gắn với …    something that must be, by whoever is addressed
statement    Thời gian qua …                no duty
"""

from __future__ import annotations

import re

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.grammar import AgencyList, Grammar, Mention
from ingest.obligations.agency_phrases.lexicon import any_of
from ingest.obligations.context.sentence_context import SPEAKERS, Opening, SentenceContext
from ingest.obligations.sentences.frequencies import says_how_often
from ingest.obligations.sentences.passive_voice import doer_behind, doer_in_brackets
from ingest.obligations.sentences.sentence_splitting import Piece
from ingest.obligations.sentences.unknown_subjects import over_gap, past_unknown

_ASSIGN = any_of("duty_cues", use="assign")
_CONNECTOR = any_of("duty_cues", use="connector")
_ADJUNCT = any_of("duty_cues", use="adjunct")
_STATEMENT = any_of("duty_cues", use="statement")
_AMENDS = any_of("duty_cues", use="amends")
_TOLD = any_of("duty_cues", use="told")
_PERFORMATIVE = any_of("duty_cues", use="performative")
_INFORMS = any_of("duty_cues", use="informs")
_MADE_KNOWN = any_of("duty_cues", use="made_known")

# "Bảo đảm sự chỉ đạo … của Ủy ban nhân dân tỉnh", "sự phối hợp chặt chẽ giữa các sở"
_ROLE_OF = re.compile(
    r"(?:(?:bảo\ đảm|đảm\ bảo|tăng\ cường|khuyến\ khích|phát\ huy|nâng\ cao)\ )?sự\ [^.;:]{3,60}?\ (?:của|giữa)\ ",
    re.VERBOSE,
)
# What a body is given in one line with what it is: "giao Bộ Y tế một số nhiệm vụ là: …".
_CHARGE = re.compile(r"(?:một số|những|các|thêm) (?:nhiệm vụ|công việc|nội dung|việc)\b[^.;:]{0,40}:")
# Those a letter is sent to, spoken to: "kính đề nghị Quý cơ quan liên hệ …".
_ADDRESSED = re.compile(r"quý (?:cơ quan|đơn vị|địa phương|bộ|sở|ban|công ty|doanh nghiệp|tổ chức|vị)\b")
# What a body is made in charging it: "Giao Sở Y tế là cơ quan đầu mối, chủ trì …", "làm đầu mối".
_MADE_THE_BODY = re.compile(r"là (?:cơ quan|đơn vị|đầu mối|thường trực|bộ phận|chủ đầu tư)\b")
# A predicate that tells what was or is, not what is to be done.
_TELLS = frozenset({"đã", "đang", "sẽ", "là", "vẫn", "chưa", "còn", "bị", "vừa", "từng"})
# How far "đã" may stand behind its subject: "Bộ Y tế trong thời gian ngắn đã".
_LONGEST_FRAME = 7
_BESIDE = frozenset({"cũng", "đều", "luôn", "cùng", "tiếp", "nhất"})

# "Việc …", "Các văn bản …": a sentence that begins with what it is about.
_NOMINAL = re.compile(
    r"(?:các|những|việc|công\ tác|kinh\ phí|số|mức|tỷ\ lệ|thời\ gian|đối\ tượng|người|mọi|kết\ quả|nội\ dung|hồ\ sơ"
    r"|danh|trường\ hợp|một\ số|toàn\ bộ|tất\ cả|nếu|khi|trong|theo|vì|do|năm|ngày|đến|hiện)\b"
)
_MUST = re.compile(r"(?<!không )(?<!nhu )(?<!điều )\b(?:phải|cần phải|cần)\b(?! thiết)")
# Ends of conditions after which the subject often follows without a comma:
# "nếu có khó khăn, vướng mắc các cơ quan báo cáo".
_ENDS_ADJUNCT = frozenset({"mắc", "sinh", "khăn", "hiện", "này", "việc", "giao", "cầu", "năm", "sung", "biến", "thiết"})

# What a body stands behind that is no subject.
_PREPOSITIONS = frozenset({"của", "với", "cho", "do", "về", "từ", "tại", "theo", "và", "trên", "bởi", "đến"})

# How far behind what tells of a document those stand whom it asks; the longest seen has 52 words.
_DEMANDED_WITHIN = 80
_BEFORE_A_DEMAND = frozenset({"theo", "được", "của", "những", "các", "một", "là", "kiến", "sự", "đáp", "ban", "về"})
_ASKS = ("yêu cầu các đồng chí", "đề nghị các đồng chí", "yêu cầu, ", "đề nghị, ")
_DEMANDS = ("yêu cầu", "chỉ đạo", "đề nghị", "giao ", "chỉ thị")
# What a list breaks off at where a member of it is no known phrase.
_GOES_ON = frozenset({",", "và", "-", "trong"})
_BINDS_LIST = re.compile(r"(?:(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần)\b[^:;.]{0,40})?:")
# How far into a sentence its "phải" is still that of its main clause.
_MUST_WITHIN = 160


# Verbs right before a body have up to so many words: "tham mưu cho".
_LONGEST_VERB = 3


class Openings:
    """Reads how the parts of one sentence begin."""

    def __init__(self, grammar: Grammar, piece: Piece, situation: SentenceContext) -> None:
        self.grammar = grammar
        self.piece = piece
        self.situation = situation
        self._text = grammar.normalized.folded
        self._first = grammar.word_at(piece.start)
        self._stop = grammar.word_at(piece.end)

    def of_part(self, at: int, *, is_first: bool, stop: int | None = None) -> Opening | None:
        """How the stretch from word `at` begins, where it names its doer or states something; None otherwise."""
        stop = self._stop if stop is None else stop
        start = self.past_connectors(at, stop)
        if start < stop and self._is_statement(start):
            later = self._assigned_later(start, stop)
            return later or Opening("statement", start)
        for candidate in self._candidates(start, stop):
            if candidate > start and self.grammar.form(candidate - 1) == ":" and self._is_statement(candidate):
                return Opening("statement", candidate)
            opening = self._assignment(candidate) or self._subject(candidate, semicolons=is_first, stop=stop)
            if opening and opening.how == "statement" and is_first and self._tells_and_asks():
                return self._demanded_later(start, stop) or opening
            if opening:
                return opening
        goes_on = (
            self.situation.has_doers and start < stop and self._text.startswith("chỉ đạo", self.grammar.offset(start))
        )
        if is_first and not goes_on and (self.situation.reports or self._tells_and_asks()):
            return self._demanded_later(start, stop) or self._role_of(start)
        return self._role_of(start)

    def _tells_and_asks(self) -> bool:
        """An intro line before the tasks that may tell of a document first: "đã ban hành văn bản yêu cầu các sở …:"."""
        return self.situation.opening and self.piece.opens and not self.situation.reports

    def _is_statement(self, at: int) -> bool:
        """The stretch states or reports, or is the issuer's own act ("Thống nhất …", "Ghi nhận …")."""
        offset = self.grammar.offset(at)
        if _STATEMENT.match(self._text, offset):
            return True
        if not self.situation.has_doers and _AMENDS.match(self._text, offset):
            return True  # the issuer's own act
        return not self.situation.doers_named and _PERFORMATIVE.match(self._text, offset) is not None

    def intro_after_title(self) -> Opening | None:
        """An intro line that runs on from its title: "Nâng cao nhận thức … Thủ trưởng các sở có trách nhiệm:"."""
        if not self.piece.opens:
            return None
        for i in range(self._first + 1, self._stop):
            before = self.grammar.words[i - 1]
            if not self.grammar.words[i].is_capital or before.is_mark or before.form in _PREPOSITIONS:
                continue
            if self._is_object(i):
                continue
            listed = self.grammar.agencies(i, semicolons=True)
            if listed is None or self._all_speak(listed.mentions):
                continue
            if _BINDS_LIST.match(self._text, self.grammar.offset(listed.end)):
                return Opening("subject", listed.end, listed.mentions, own=True)
        return None

    def _is_object(self, at: int) -> bool:
        """A verb stands right before word `at`: "Tham mưu, giúp | Ủy ban nhân dân tỉnh:", "Trình | …:"."""
        begins = range(max(self._first, at - _LONGEST_VERB), at)
        verbs = (lexicon.verbs().longest(self.grammar.words, begin) for begin in begins)
        return any(found is not None and found[0] == at for found in verbs)

    def _candidates(self, start: int, stop: int) -> list[int]:
        """Where the doer may stand: first, after an adjunct put first, after a title with a colon."""
        found = [start]
        fronted = _ADJUNCT.match(self._text, self.grammar.offset(start)) is not None if start < stop else False
        depth = 0
        listed_until = 0
        for i in range(start, stop):
            form = self.grammar.form(i)
            depth += (form == "(") - (form == ")")
            if fronted and i >= listed_until and i not in found and (listed := self.grammar.agencies(i)):
                listed_until = listed.end
                if i > start and self._acts(listed.end):
                    found.extend(self._subject_in(i, listed.end))
            if (
                depth == 0
                and i >= listed_until
                and ((form in ",;" and fronted) or form == ":" or (fronted and form == "thì"))
            ):
                found.append(i + 2 if self.grammar.form(i + 1) == "thì" else i + 1)
        if self._text.startswith("đối với ", self.grammar.offset(start) if start < stop else len(self._text)):
            found.insert(1, start + 2)
        return found

    def _subject_in(self, at: int, end: int) -> list[int]:
        """Where the subject begins in a list that an adjunct runs into: "theo đề nghị của A, các B báo cáo"."""
        if self.grammar.form(at - 1) in _ENDS_ADJUNCT:
            return [at]
        comma = next((i for i in range(at, end) if self.grammar.form(i) == ","), None)
        if comma is None or comma + 1 >= end or self.grammar.form(at - 1) not in _PREPOSITIONS:
            return []
        # "cho các cơ quan, đơn vị, xác định …": a class without "các" only goes on with the list
        begins = self.grammar.words[comma + 1]
        return [comma + 1] if begins.is_capital or begins.form in {"các", "những", "từng", "mỗi"} else []

    def _assigned_later(self, start: int, stop: int) -> Opening | None:
        """A statement that goes on to assign: "… ; Thủ tướng Chính phủ yêu cầu các bộ …"."""
        for i in range(start, stop):
            found = self._subject(i + 1, semicolons=False, stop=stop) if self.grammar.form(i) == "," else None
            if found and found.how == "assigned":
                return found
        return None

    def _assignment(self, at: int) -> Opening | None:
        m = _ASSIGN.match(self._text, self.grammar.offset(at)) if at < self._stop else None
        if m is None:
            return None
        i = self.grammar.word_at(m.end())
        if self.grammar.form(i) == ":" or (self.grammar.form(i) == "," and self.situation.reports):
            i += 1
        if addressed := _ADDRESSED.match(self._text, self.grammar.offset(i)):
            return Opening("assigned", self.grammar.word_at(addressed.end()), own=True)
        listed = self.grammar.agencies(i, semicolons=True)
        if listed is None:
            return None
        how = "encouraged" if "khuyến khích" in m[0] else "forbidden" if "nghiêm cấm" in m[0] else "assigned"
        follows = self.grammar.form(listed.end)
        if how == "assigned" and _MADE_THE_BODY.match(self._text, self.grammar.offset(listed.end)):
            return Opening(how, listed.end + 1, listed.mentions, own=True)
        if not self._acts(listed.end) and listed.end < self._stop:
            if follows in _GOES_ON:
                listed = past_unknown(self.grammar, listed, self._stop)
            elif how == "assigned" or self.grammar.words[listed.end].is_mark:
                return None
        if how == "assigned" and self.situation.doers_named and not self._by_speaker(m[0]):
            return None  # given by those who are addressed, to bodies below them: read among the roles
        return Opening(how, listed.end, listed.mentions, own=True)

    def _by_speaker(self, verb: str) -> bool:
        """Said by the issuer even under a heading, as "đề nghị" is; "yêu cầu" is said by those who stand in it.

        So is "giao", but not by classes: under "8. Các sở, ban, ngành" it is the issuer who charges "Công an tỉnh".
        """
        return "đề nghị" in verb or "kêu gọi" in verb or (verb.startswith("giao") and self.situation.doers_are_classes)

    def _subject(self, at: int, *, semicolons: bool, stop: int) -> Opening | None:
        listed = self.grammar.agencies(at, semicolons=semicolons) if at < stop else None
        if listed is None or listed.end > stop:
            return None
        verb = self._past_manner(listed.end)
        offset = self.grammar.offset(verb)
        if _INFORMS.match(self._text[: self.piece.end], offset) or _PERFORMATIVE.match(self._text, offset):
            return Opening("statement", verb)
        if not self._acts(listed.end):
            if not self._tells(listed.end):
                return None if self._is_about(at) else self._over_gap(listed, stop)
            if self.situation.reports and (told := self._demanded_later(listed.end, self._stop)):
                return told
            is_one = self.grammar.form(listed.end) == "là"  # "Sở Y tế là cơ quan thường trực, có trách nhiệm …"
            relative = self._over_gap(listed, stop) if is_one or self.grammar.form(at) == "những" else None
            if relative or not self._all_speak(listed.mentions):
                return relative or Opening("statement", listed.end)
        if self._all_speak(listed.mentions):
            return self._assignment_by_speaker(verb) or Opening("statement", verb)
        if self.situation.reports and (told := self._reported_speech(verb, stop)):
            return told
        if self._is_issuer(listed.mentions) and (said := self._assignment_by_speaker(verb)):
            return said
        if self.situation.opening and not self.situation.speakers and (said := self._assignment_by_speaker(verb)):
            return said  # nobody is known to speak: who demands something there does
        return Opening("subject", listed.end, listed.mentions, own=True)

    def _over_gap(self, listed: AgencyList, stop: int) -> Opening | None:
        whole = over_gap(self.grammar, listed, stop)
        return Opening("subject", whole.end, whole.mentions, own=True) if whole else None

    def _assignment_by_speaker(self, at: int) -> Opening | None:
        outer = self.situation
        self.situation = SentenceContext(outer.speakers, reports=outer.reports)
        try:
            return self._assignment(at)
        finally:
            self.situation = outer

    def _reported_speech(self, verb: int, stop: int) -> Opening | None:
        """In a report, what a body asked for is a duty of those it asked; what it issued, visited or said is none."""
        offset = self.grammar.offset(verb)
        if _TOLD.match(self._text, offset):
            return self._demanded_later(verb, stop) or Opening("statement", verb)
        if self._text.startswith("chỉ đạo", offset):
            return None
        said = self._assignment_by_speaker(verb)
        # Who asks persons, or bodies that are no known phrase, is not given their task.
        return said or (Opening("statement", verb) if self._text.startswith(_ASKS, offset) else None)

    def _demanded_later(self, at: int, stop: int) -> Opening | None:
        """Who is asked in a sentence that first tells of a document: "vừa ký Công điện số 1 yêu cầu các bộ …"."""
        for i in range(at, min(stop, at + _DEMANDED_WITHIN)):
            before = self.grammar.form(i - 1)
            is_noun = before in _BEFORE_A_DEMAND or (before == "đã" and self.grammar.form(i) == "chỉ")
            if not is_noun and self._text.startswith(_DEMANDS, self.grammar.offset(i)):
                said = self._assignment_by_speaker(i) or self._told_to(i)
                if said:
                    return said
        return None

    def _told_to(self, at: int) -> Opening | None:
        """Whom a document or a person directs in a report: "chỉ đạo các bộ, ngành tập trung …"."""
        if not lexicon.spells(self.grammar.words, at, "chỉ đạo"):
            return None
        listed = self.grammar.agencies(at + 2, semicolons=True)
        if listed is None or not self._acts(listed.end):
            return None
        return Opening("assigned", listed.end, listed.mentions, own=True)

    def _is_about(self, at: int) -> bool:
        """What stands after "đối với" is what the sentence is about; who acts comes later."""
        return self.grammar.form(at - 1) == "với" and self.grammar.form(at - 2) == "đối"

    def _is_issuer(self, mentions: tuple[Mention, ...]) -> bool:
        return {m.name.lower() for m in mentions} <= self.situation.speakers

    def _all_speak(self, mentions: tuple[Mention, ...]) -> bool:
        names = {m.name.lower() for m in mentions}
        return names <= (self.situation.speakers | SPEAKERS if self.situation.opening else SPEAKERS)

    def _role_of(self, at: int) -> Opening | None:
        """Whose part is named is to act, where nobody else is addressed: "Bảo đảm sự chỉ đạo của A"."""
        if self.situation.has_doers or at >= self._stop:
            return None
        m = _ROLE_OF.match(self._text, self.grammar.offset(at), self.piece.end)
        listed = self.grammar.agencies(self.grammar.word_at(m.end())) if m else None
        if m is None or listed is None:
            return None
        return Opening("encouraged" if "khuyến khích" in m[0] else "imperative", at, listed.mentions, own=False)

    def _acts(self, at: int) -> bool:
        """A predicate, or the colon of a heading, follows a list of agencies at word `at`."""
        form = self.grammar.form(at)
        if at < self._stop and _CHARGE.match(self._text, self.grammar.offset(at)):
            return True
        if at >= self._stop or not form or self._tells(at):
            return False
        if form == ":":
            return not self.grammar.form(at + 1)[:1].isdigit()
        if form == ",":
            return self.grammar.strength(at + 1) != "" and self.grammar.agencies(at + 1) is None
        if form == "không":
            return self.grammar.form(at + 1) in {"được", "để"}
        if form in _BESIDE and self.grammar.strength(at) == "":
            return self.grammar.strength(at + 1) != ""
        return self.grammar.strength(at) != ""

    def _tells(self, at: int) -> bool:
        """A predicate that tells what was, is or will be: "đã tích cực", "trong thời gian ngắn đã"."""
        for i in range(at, min(at + _LONGEST_FRAME, self._stop)):
            form = self.grammar.form(i)
            if form in _TELLS:
                return True
            if form in {",", ":", ";", "("} or (self.grammar.strength(i) not in {"", "frame", "manner"}):
                return False
        return False

    def behind(self) -> Opening | None:
        """A sentence whose doer comes behind what is to be done: "Danh sách do Sở Y tế lập"."""
        start = self.past_connectors(self._first, self._stop)
        if start >= self._stop or self.grammar.strength(start) in {"hard", "manner", "modal"}:
            return None
        if _ADJUNCT.match(self._text, self.grammar.offset(start)):
            return None
        listed = doer_behind(self.grammar, start, self._stop)
        if listed is None or self._all_speak(listed.mentions):
            return None
        return Opening("subject", listed.end, listed.mentions, own=True)

    def bracketed(self, opening: Opening) -> Opening:
        """The opening with the doers its sentence names in brackets at the end, where it names none before."""
        found = None if opening.doers else doer_in_brackets(self.grammar, opening.verb, self._stop)
        if found is None or self._all_speak(found[0].mentions):
            return opening
        return Opening("assigned", opening.verb, found[0].mentions, own=True)

    def without_doer(self) -> Opening | None:
        """A sentence without a doer: a verb first, or something that must be."""
        start = self.past_connectors(self._first, self._stop)
        offset = self.grammar.offset(start)
        if self._text.startswith("nghiêm cấm ", offset):
            return Opening("forbidden", start)
        for candidate in self._candidates(start, self._stop)[: 1 if not _ADJUNCT.match(self._text, offset) else None]:
            if self.grammar.agencies(candidate):
                continue  # "Tổ chức, cá nhân bán hàng": a noun that may also be a verb
            verb = self._past_manner(candidate)
            if verb > candidate or self.grammar.strength(candidate) not in {"", "frame"}:
                return Opening("imperative", candidate)
        if self._text.startswith("trong đó", self.piece.start):
            return None  # it goes on about the task before it
        if _MADE_KNOWN.match(self._text, offset):
            return Opening("modal", start)
        m = _MUST.search(self._text, offset, min(self.piece.end, offset + _MUST_WITHIN))
        if m and (self.situation.has_doers or self.situation.binds):
            return Opening("modal", self.grammar.word_at(m.start()))
        if self.situation.binds and says_how_often(self._text, offset, self.piece.end):
            return Opening("imperative", start)
        if self.situation.lenient and not _NOMINAL.match(self._text, offset):
            return Opening("imperative", start)
        return None

    def past_connectors(self, at: int, stop: int) -> int:
        """Past "Đồng thời,", "Ngoài ra," and their like."""
        while at < stop and (m := _CONNECTOR.match(self._text, self.grammar.offset(at))):
            following = self.grammar.word_at(m.end())
            if following == at:
                break
            at = following
        return min(at, stop)

    def _past_manner(self, at: int) -> int:
        """Past "cũng", "đã", "tiếp tục" to the verb itself."""
        while self.grammar.form(at) in _BESIDE | {"đã", "sẽ"} or self.grammar.strength(at) == "manner":
            at += 1
        return at
