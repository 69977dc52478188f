"""What can be told from the look of words alone: capitals, names, headings, ends of sentences."""

from __future__ import annotations

import re

from ingest.markers import CAPITALS, SMALLS

# A name as signatures carry it: "Phạm Minh Chính", "Lâm Thị Phương Thanh", "Y Thanh Hà Niê Kđăm".
_NAME_WORD = rf"[{CAPITALS}][{SMALLS}]*"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ ]{_NAME_WORD}){{1,5}}")
_TITLES = (
    r"(?:PGS|GS|TS|ThS|BS|KS|LS|CN|BSCK\w*|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá)"
)
_BEFORE_NAME = re.compile(rf"(?:{_TITLES}[.,]?\s*)+")
_STOP = re.compile(r"(?:[.;:!?…]|\.\./\.|\./\.)[\"”’)*_\s]*$")
_SENTENCE = re.compile(rf"[.!?…][\"”’)]?\s+[{CAPITALS}]")


def is_upper(words: str) -> bool:
    """Whether words are set in capitals; numbers and the small letters of "QĐ-TTg" do not count against it."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= _SHARE_OF_CAPITALS * len(letters)


# Letters of "QĐ-TTg" and OCR slips leave a few small letters in lines of capitals.
_SHARE_OF_CAPITALS = 0.85


def is_name(words: str) -> bool:
    """Whether words are a person's name and nothing else, a rank or degree before it aside."""
    words = without_rank(words)
    return bool(_NAME.fullmatch(words)) and not is_upper(words)


def without_rank(words: str) -> str:
    """A name without the rank or degree before it."""
    return _BEFORE_NAME.sub("", words.strip(" .*_"))


def name_at_end(words: str) -> str:
    """The person's name that words end with after a post set in capitals: "PHÓ CHỦ TỊCH Nguyễn Văn Đệ"."""
    words = words.strip(" .*_|")
    tokens = words.split()
    start = len(tokens)
    while start and re.fullmatch(_NAME_WORD, tokens[start - 1]) and not _is_capital_word(tokens[start - 1]):
        start -= 1
    name = " ".join(tokens[start:])
    return name if is_name(name) and start and is_upper(" ".join(tokens[:start])) else ""


def _is_capital_word(token: str) -> bool:
    return len(token) > 1 and token.isupper()


def ends_sentence(words: str) -> bool:
    """Whether words end with a stop, a semicolon or a colon."""
    return bool(_STOP.search(words))


def hangs(words: str) -> bool:
    """Whether words break off where nothing ends: "… kế hoạch năm", "… cung cấp các", "… (Báo cáo đề xuất"."""
    tail = words.rstrip(" *_")
    return tail.endswith(",") or tail.lower().rpartition(" ")[2] in _NEVER_LAST or tail.count("(") > tail.count(")")


# Prepositions, conjunctions, articles and nouns that a number follows: none of them ends a heading or a sentence.
_NEVER_LAST = frozenset(
    """của và các những một với về cho tại trong từ theo do bởi để khi hoặc hay là mà nhưng vì nên thì số năm tháng ngày
    đến giữa trên dưới như bằng trước sau mọi mỗi cùng sẽ đã đang được bị không chưa có việc""".split()  # noqa: SIM905
)


def has_sentence(words: str) -> bool:
    """Whether a sentence ends inside the words."""
    return bool(_SENTENCE.search(words))


def capital_run(words: str) -> int:
    """How far words run in capitals from their beginning, in characters; 0 where they do not.

    ``KẾ HOẠCH THỰC HIỆN QUYẾT ĐỊNH SỐ 1899/QĐ-TTG Thực hiện …`` runs up to "Thực".
    Numbers and what stands between signs do not end the run, but do not extend it
    past the last word in capitals either.
    """
    end = at = 0
    for token in re.finditer(r"\S+", words):
        if _runs_on(token.group()):
            if any(c.isupper() for c in token.group()) or (not any(c.isalpha() for c in token.group()) and end == at):
                end = token.end()
            at = token.end() if end == token.end() else at
            continue
        break
    else:
        return len(words)
    return end


def _runs_on(token: str) -> bool:
    letters = [c for c in token if c.isalpha()]
    if not letters:
        return True
    # "1899/QĐ-TTg" is one token of capitals for all its small letters.
    if any(c.isdigit() for c in token) and "/" in token:
        return True
    return not any(c.islower() for c in letters)
