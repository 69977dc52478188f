"""One normaliser for indexing and querying Vietnamese text.

`clean` is the only function that changes what a document's text is; it runs once,
when a file is read. The others make comparable forms of it and are never stored
as text: `fold` (case and tone placement), `bare` (no diacritics) and `syllables`.
"""

from __future__ import annotations

import re
import unicodedata

# Both placements of the tone mark are in use: "uỷ" and "ủy", "hoá" and "hóa".
# The newer one (on the first vowel of an open oa, oe, uy) is taken as the form to
# compare; "quý" keeps its place because its u belongs to the consonant.
_TONED = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}


def _toned(vowels: str) -> str:
    return "".join(_TONED[vowel] + _TONED[vowel].upper() for vowel in vowels)


# Both cases are spelt out where matching begins: not minding case takes the engine's short cut to
# the next o or u away, and this is asked of every text that is compared. What may not follow is
# asked rarely, so it need not be.
_OLD_PLACEMENT = re.compile(
    rf"""[ouOU](?:(?<=[oO])[{_toned("ae")}] | (?<=[uU])(?<![qQ].)[{_toned("y")}])
    (?!(?i:[a-zđ\u00df-\u024f\u1e00-\u1eff\u0300-\u036f]))""",
    re.VERBOSE | re.DOTALL,
)


def _newer_placement() -> dict[str, str]:
    """Each pair of vowels with the tone on the second beside the same with it on the first, in every case."""
    moved = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for before, after in zip(_TONED[second], _TONED[first], strict=True):
            for a, b in (
                (str.lower, str.lower),
                (str.upper, str.lower),
                (str.lower, str.upper),
                (str.upper, str.upper),
            ):
                moved[a(first) + b(before)] = a(after) + b(second)
    return moved


_NEWER_PLACEMENT = _newer_placement()

# Characters that carry no text: zero-width marks, soft hyphens, byte-order marks
# and the control characters other than tab and newline.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_NEWLINES = re.compile("\r\n|\r|\x0b|\x0c|\x1c|\x85|\u2028|\u2029")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# Look-alikes and their plain form: Đ for the Icelandic Ð, plain quotes, apostrophes and dashes.
_PLAIN = (
    {"\u00d0": "\u0110", "\u00f0": "\u0111"}
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’`´", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_LOOK_ALIKE = re.compile(f"[{''.join(_PLAIN)}]")

# The combining marks of Latin letters; the one left out joins and is none.
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")

# Letters of other scripts that look like Latin ones: an OCR, or a keyboard left in another
# language, puts them into Vietnamese words.
_CYRILLIC = dict(zip("аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅҺӀ", "aeopcyxijshdqwABEKMHOPCTYXIJSHI", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi", strict=True))
_OTHER_SCRIPT = re.compile("[\u0370-\u052f]")
# A word with its combining marks.
_WORD_WITH_MARKS = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")
_FROM_OTHER_SCRIPTS = str.maketrans(_CYRILLIC | _GREEK)

# "12/2024/NĐ-CP" and "covid-19" stay whole; a syllable is letters, a word of this
# kind is letters and digits joined by / or -.
_TOKEN = re.compile(r"[^\W_]+(?:[/\-.][^\W_]+)*")
_SYLLABLE = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    r"""The text of a document as it is kept: NFC, ``\n`` line ends, ordinary spaces, nothing invisible.

    Letters of other scripts that stand for Latin ones in a word become those.
    """
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    if _OTHER_SCRIPT.search(text):
        text = _WORD_WITH_MARKS.sub(_in_latin, text)
    return unicodedata.normalize("NFC", text)


def _in_latin(word: re.Match[str]) -> str:
    """A word with the letters of other scripts in it that look Latin as Latin ones; a word of another script stays.

    All its letters must be or look Latin, and one be Latin or bear a Vietnamese mark.
    """
    letters = [c for c in word[0] if c.isalpha()]
    other = [c for c in letters if _OTHER_SCRIPT.match(c)]
    if not other or any(c not in _CYRILLIC and c not in _GREEK for c in other):
        return word[0]
    has_marks = len(letters) < len(word[0])
    return word[0].translate(_FROM_OTHER_SCRIPTS) if has_marks or len(other) < len(letters) else word[0]


def clean_query(text: str) -> str:
    """What a person typed or pasted, in the form that documents are kept and compared in: one line, one spelling.

    So "thuỷ" finds what "thủy" finds, and a number pasted with a line break is one number.
    """
    return place_tones(" ".join(clean(text).split()))


def place_tones(text: str) -> str:
    """`text` with every tone mark in the newer place: ``uỷ`` becomes ``ủy``, ``hoá`` becomes ``hóa``.

    The length never changes, so spans of the result are spans of `text` (NFC).
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _OLD_PLACEMENT.sub(lambda m: _NEWER_PLACEMENT[m[0]], text)


def fold(text: str) -> str:
    """One form to compare: lower case, newer tone placement, Đ for its look-alike Ð, plain quotes and dashes.

    Character for character: ``len(fold(t)) == len(t)`` for NFC text.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    low = text.lower()
    if len(low) != len(text):
        # A few capitals (İ) grow when lowered; they keep their place by staying as they are.
        low = "".join(small if len(small := c.lower()) == 1 else c for c in text)
    return place_tones(_LOOK_ALIKE.sub(lambda m: _PLAIN[m[0]], low))


def bare(text: str) -> str:
    """`fold` without any diacritics: ``Ủy ban Nhân dân`` becomes ``uy ban nhan dan``, ``đ`` becomes ``d``."""
    decomposed = _MARKS.sub("", unicodedata.normalize("NFD", fold(text)).replace("\u0111", "d"))
    if not decomposed.isascii():  # marks of other scripts
        decomposed = "".join(c for c in decomposed if not unicodedata.combining(c))
    # Lowered again: a capital that `fold` had to leave (İ) is a plain one without its dot.
    return unicodedata.normalize("NFC", decomposed).lower()


def syllables(text: str) -> list[str]:
    """The folded syllables of `text` in order, numbers among them: ``Chỉ thị 28`` gives ``chỉ, thị, 28``."""
    return _SYLLABLE.findall(fold(text))


def tokens(text: str) -> list[str]:
    """Like `syllables`, but what is written without a space stays whole: ``28-ct/tw``, ``30/6/2025``."""
    return _TOKEN.findall(fold(text))


def slug(text: str) -> str:
    """`text` for use in an address: ``Sở Y tế`` becomes ``so-y-te``."""
    return "-".join(_SYLLABLE.findall(bare(text)))
