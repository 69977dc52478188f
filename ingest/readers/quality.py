"""How much of a text is Vietnamese: the share of its syllables that are well formed.

A Vietnamese syllable is an onset, a rhyme and a tone out of closed sets, so text
that was decoded with the wrong table, or drawn from a font that lies about its
letters, shows at once: few of its "syllables" can exist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Fewer judged syllables than this say nothing: a page with a number and a stamp on it.
MIN_SYLLABLES = 12

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_TONE = re.compile(f"[{_TONES}]")
_CHECKED_TONES = {"\u0301", "\u0323"}  # the only ones a syllable ending in c, ch, k, p, t can bear

# fmt: off
_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
)
_RHYMES = (
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
    "ăc", "ăk", "ăm", "ăn", "ăng", "ăp", "ăt", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
    "e", "ec", "em", "en", "eng", "eo", "ep", "et", "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt", "êu", "êc",
    "i", "ia", "ich", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "im", "in", "inh", "ip", "it", "iu",
    "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oăc", "oăm", "oăn",
    "oăng", "oăt", "oc", "oe", "oem", "oen", "oeo", "oet", "oi", "om", "on", "ong",
    "ooc", "oong", "op", "ot", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
    "ơng",
    "u", "ua", "uân", "uâng", "uât", "uây", "uc", "uê", "uêch", "uên", "uênh", "uêu", "ui", "um", "un", "ung", "uơ",
    "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uôp", "up", "ut", "uy", "uya", "uych",
    "uyên", "uyêt", "uyn", "uynh", "uyp", "uyt", "uyu", "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ươc", "ươi", "ươm",
    "ươn", "ương", "ươp", "ươt", "ươu", "ưt", "ưu", "ưp",
    "y", "ych", "yên", "yêm", "yêng", "yêt", "yêu", "yn", "ynh", "yt",
)
# fmt: on
_FRONT = ("e", "ê", "i", "y")

# "TTg", "UBND", "HĐND", "CNTT": letters that stand for words are not syllables.
_ABBREVIATION = re.compile(r"(?=(?:\w*[A-ZĐ]){2})[A-Za-zĐđ]{2,7}")
_ADDRESS = re.compile(r"@|www\.|https?:|\.(?:vn|com|org|net)\b", re.IGNORECASE)
_EDGES = " \t.,;:!?()[]{}<>\"'“”‘’«»…-–—_/\\|*+•=&%°§~#"
_JOINT = re.compile(r"[-–—/.,;:()\[\]\"'“”‘’&+…_|*]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts over a text: its judged syllables, and those that are well formed."""

    syllables: int
    well_formed: int

    @property
    def share(self) -> float:
        """The share of well-formed syllables, 0 to 1; 1 where there is nothing to judge."""
        return self.well_formed / self.syllables if self.syllables else 1.0

    @property
    def telling(self) -> bool:
        """Whether there are enough syllables for the share to mean something."""
        return self.syllables >= MIN_SYLLABLES


def quality(text: str) -> Quality:
    """Counts the syllables of `text`; numbers, abbreviations, single letters and addresses are not judged."""
    judged = [verdict for token in text.split() for verdict in _verdicts(token)]
    return Quality(len(judged), sum(judged))


def is_syllable(word: str) -> bool:
    """Whether `word` is one well-formed Vietnamese syllable: small, capital or capitals, either tone placement."""
    if not (word.islower() or word[1:].islower() or word.isupper()):
        return False
    toneless, tones = _split_tone(word)
    if toneless not in _toneless_syllables() or len(tones) > 1:
        return False
    return not toneless.endswith(("c", "ch", "k", "p", "t")) or tones in _CHECKED_TONES


@lru_cache(maxsize=20_000)
def _verdicts(token: str) -> tuple[bool, ...]:
    if _ADDRESS.search(token):
        return ()
    return tuple(is_syllable(part) for part in _JOINT.split(token.strip(_EDGES)) if _is_word(part))


def _is_word(part: str) -> bool:
    if len(part) < 2 or any(c.isdigit() for c in part) or not _LETTER.search(part):
        return False
    return not (_ABBREVIATION.fullmatch(part) and not is_syllable(part))


def _split_tone(word: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", _TONE.sub("", decomposed)), "".join(_TONE.findall(decomposed))


@lru_cache(maxsize=1)
def _toneless_syllables() -> frozenset[str]:
    return frozenset(_spelled())


def _spelled() -> Iterable[str]:
    """Every onset with every rhyme it is spelled with: k, gh, ngh before e, ê, i, y; c, g, ng before the others."""
    for rhyme in _RHYMES:
        front = rhyme.startswith(_FRONT)
        for onset in _ONSETS:
            if onset in {"k", "gh", "ngh"} and not front:
                continue
            if onset in {"c", "ng"} and front:
                continue
            if onset == "g" and rhyme.startswith(("e", "ê", "y")):  # "gì" is g and i
                continue
            if onset == "gi" and rhyme.startswith("i"):
                continue
            yield onset + rhyme
