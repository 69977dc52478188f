"""What became of each body: who took over its work, from which day, on which legal basis.

`Succession.holder` answers who holds a duty on a day: it walks from the body that the
duty names through mergers, divisions and the mergers of provinces up to that day. Where
a body was divided, the words of the duty choose the heir; where they do not, there is no
holder, and the heirs that may be meant are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.authority.provinces import Province, provinces
from corpus.vietnamese import fold
from corpus.vocabulary import Entry, load, pattern


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that took over (a part of) another's work.

    `topics` are keys of ``state_functions.yaml``, `kinds` kinds of obligation; `is_rest`
    marks the heir of all that no other heir took.
    """

    to: str
    functions: str = ""
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_rest: bool = False
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the body `of` on the day `on` (ISO); `stays` where it went on with what it did not give away.

    `is_local` says that the day is that of the central decision, and provinces decided their own.
    """

    of: str
    on: str
    basis: tuple[str, ...]
    heirs: tuple[Heir, ...]
    stays: bool = False
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """What of a duty can tell which heir holds it, nearest words first: its own, its headings', its document's title.

    `kind` is its kind of obligation, `issued` the day of its document.
    """

    words: tuple[str, ...] = ()
    kind: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a body to the one that took over; ids with the province after "@".

    `basis` are names of documents, `why` says (in Vietnamese) what chose this heir among
    several, `alternatives` are the ids of the others.
    """

    of: str
    to: str
    on: str
    functions: str
    basis: tuple[str, ...]
    why: str = ""
    alternatives: tuple[str, ...] = ()
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a duty: the id at the end of `steps`, or None where the words do not choose among `possible`."""

    holder: str | None
    steps: tuple[Step, ...] = ()
    possible: tuple[str, ...] = ()
    reason: str = ""


UNDECIDED = "Nội dung nhiệm vụ không đủ để xác định cơ quan nào tiếp nhận trong số các cơ quan được chia chức năng."
_BY_WORDS = "Vì {where} nói đến “{words}”{about}."
_BY_KIND = "Vì đây là loại nhiệm vụ thuộc phần {functions}."
_BY_REST = "Vì không thuộc phần chức năng nào được chuyển cho cơ quan khác."
_WHERE = ("nội dung nhiệm vụ", "đề mục phía trên", "trích yếu văn bản")
_PROVINCES_MERGED = "toàn bộ chức năng, nhiệm vụ trên địa bàn (sáp nhập đơn vị hành chính cấp tỉnh)"

# Names of bodies are no evidence of the field of a duty: "Bộ Lao động - Thương binh và Xã hội".
_BODIES = re.compile(
    r"""
    (?:bộ|sở|phòng|ngành|cơ\ quan)\ (?:
        lao\ động\s*[-,]?\s*thương\ binh\ và\ xã\ hội
      | thông\ tin\ và\ truyền\ thông | văn\ hóa[-,\ ]+thông\ tin
      | tài\ nguyên\ và\ môi\ trường | nông\ nghiệp\ và\ (?:môi\ trường|phát\ triển\ nông\ thôn) )
    | ủy\ ban\ dân\ số,\ gia\ đình\ và\ trẻ\ em
    | (?:tổng\ )?liên\ đoàn\ lao\ động
    | bảo\ hiểm\ xã\ hội\ (?:việt\ nam|tỉnh|thành\ phố)
    | ngân\ hàng\ nhà\ nước
    """,
    re.VERBOSE,
)


@cache
def succession() -> Succession:
    """The succession of ``corpus/reference``, read once."""
    return Succession(_event(e) for e in load("agency_succession"))


@cache
def legal_bases() -> dict[str, str]:
    """The names of the documents that bodies and their succession rest on, by key."""
    return {e["key"]: e["name"] for e in load("legal_bases")}


def _event(e: Entry) -> Event:
    return Event(
        of=e["from"],
        on=e["day"],
        basis=tuple(e["basis"]),
        heirs=tuple(
            Heir(
                to=h["to"],
                functions=h.get("functions", ""),
                topics=tuple(h.get("topics", ())),
                kinds=tuple(h.get("kinds", ())),
                is_rest=bool(h.get("rest")),
                basis=tuple(h.get("basis", ())),
            )
            for h in e["heirs"]
        ),
        stays=bool(e.get("stays")),
        is_local=bool(e.get("local")),
    )


class Succession:
    """All events in the life of the bodies on the authority list, to be followed forwards and backwards."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events: dict[str, tuple[Event, ...]] = {}
        for event in sorted(events, key=lambda e: e.on):
            self._events[event.of] = (*self._events.get(event.of, ()), event)
        # Found when first asked for; an agency's page asks for each duty.
        self._divided: dict[str, bool] = {}
        self._sources: dict[str, list[str]] = {}
        self._merged = {p.id: p for p in provinces() if p.successor}

    def __iter__(self) -> Iterator[Event]:
        return (event for events in self._events.values() for event in events)

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """What happened to a body (an id without its province), early events first."""
        return self._events.get(kind, ())

    def heirs_of(self, kind: str) -> tuple[str, ...]:
        """The ids of all that took over from a body when it ended, the heir of the rest first."""
        for event in self.events_of(kind):
            if not event.stays:
                return tuple(h.to for h in sorted(event.heirs, key=lambda h: not h.is_rest))
        return ()

    def last_steps(self, agency_id: str) -> tuple[Step, ...]:
        """Who took over from a body, or from its province, when the first of them ended."""
        kind, _, place = agency_id.partition("@")
        end = next((e for e in self.events_of(kind) if not e.stays), None)
        merged = self._merged.get(place)
        if merged and (end is None or merged.until < end.on):
            return (_step_of_a_province(merged, agency_id),)
        return tuple(_step(end, heir, agency_id, "") for heir in end.heirs) if end else ()

    def is_divided(self, kind: str) -> bool:
        """Whether the work of a body went to several, now or further on, so that a duty's words must choose."""
        if kind not in self._divided:
            later = _closure([kind], lambda of: (h.to for e in self.events_of(of) for h in e.heirs))
            self._divided[kind] = any(len(e.heirs) > 1 or e.stays for of in later for e in self.events_of(of))
        return self._divided[kind]

    def sources_of(self, agency_id: str) -> tuple[str, ...]:
        """The ids of all bodies whose work may have come to an agency, in its province and those merged into it."""
        kind, at, place = agency_id.partition("@")
        if kind not in self._sources:
            self._sources[kind] = _closure([kind], lambda to: (e.of for e in self if any(h.to == to for h in e.heirs)))
        kinds = self._sources[kind]
        if not at:
            return tuple(kinds)
        places = _closure([place], lambda to: (p.id for p in self._merged.values() if p.successor == to))
        return tuple(f"{k}@{p}" for p in places for k in kinds)

    def holder(self, agency_id: str, duty: Duty, day: str) -> Holding:
        """Who holds on `day` (ISO) a duty that names `agency_id`; what happened on the day itself has happened."""
        steps: list[Step] = []
        here, spent = agency_id, set[tuple[str, str]]()
        while (event := self._next(here, day, steps[-1].on if steps else "", spent)) is not None:
            if isinstance(event, Province):
                spent.add((event.id, event.until))
                step = _step_of_a_province(event, here)
            else:
                spent.add((event.of, event.on))
                if event.stays and duty.issued >= event.on:
                    continue  # what it was given after that day is its own
                heir, why = _chosen(event, duty)
                if heir is None and event.stays:
                    continue
                if heir is None:
                    return Holding(None, tuple(steps), self._possible(event, here, duty, day), UNDECIDED)
                step = _step(event, heir, here, why)
            steps.append(step)
            here = step.to
        return Holding(here, tuple(steps))

    def _possible(self, event: Event, here: str, duty: Duty, day: str) -> tuple[str, ...]:
        """Who may hold on `day` a duty that did not say which heir of an event it went to."""
        found: list[str] = []
        for heir in event.heirs:
            later = self.holder(_placed(heir.to, here), duty, day)
            found += [later.holder] if later.holder else later.possible
        return tuple(dict.fromkeys(found))

    def _next(self, here: str, day: str, after: str, spent: set[tuple[str, str]]) -> Event | Province | None:
        """The first thing that happens to a body or its province between `after` and `day` and is not `spent`."""
        kind, _, place = here.partition("@")
        found: list[tuple[str, Event | Province]] = [
            (e.on, e) for e in self.events_of(kind) if (kind, e.on) not in spent
        ]
        if place in self._merged:
            found.append((self._merged[place].until, self._merged[place]))
        coming = [(on, event) for on, event in found if after <= on <= day]
        return min(coming, key=lambda pair: pair[0])[1] if coming else None


def _step(event: Event, heir: Heir, here: str, why: str) -> Step:
    return Step(
        of=here,
        to=_placed(heir.to, here),
        on=event.on,
        functions=heir.functions,
        basis=tuple(legal_bases()[key] for key in (*event.basis, *heir.basis)),
        why=why,
        alternatives=tuple(_placed(h.to, here) for h in event.heirs if h is not heir),
        is_local=event.is_local,
    )


def _step_of_a_province(place: Province, here: str) -> Step:
    kind = here.partition("@")[0]
    basis = (legal_bases()[place.source],) if place.source else ()
    return Step(here, f"{kind}@{place.successor}", place.until, _PROVINCES_MERGED, basis)


def _placed(kind: str, here: str) -> str:
    """The id of `kind` in the province of `here`, where that has one."""
    _, at, place = here.partition("@")
    return f"{kind}{at}{place}"


def _chosen(event: Event, duty: Duty) -> tuple[Heir | None, str]:
    """The heir that a duty went to, and why; None where nothing chooses one."""
    if len(event.heirs) == 1 and not event.stays:
        return event.heirs[0], ""
    left: Sequence[Heir] = event.heirs
    # Of a body that went on, a title is not enough to say that a duty left it.
    for tier, words in enumerate(duty.words[:1] if event.stays else duty.words):
        evidence = [(heir, _evidence(words, heir)) for heir in left]
        most = max(len(found) for _, found in evidence)
        if most:
            best = [(heir, found) for heir, found in evidence if len(found) == most]
            if len(best) == 1:
                heir, found = best[0]
                phrase, field = next(iter(found.items()))
                about = "" if phrase == field else f" ({field})"
                return heir, _BY_WORDS.format(where=_WHERE[min(tier, 2)], words=phrase, about=about)
            left = [heir for heir, _ in best]
        if tier == 0 and len(fitting := [heir for heir in left if duty.kind in heir.kinds]) == 1:
            return fitting[0], _BY_KIND.format(functions=fitting[0].functions)
    rest = [heir for heir in left if heir.is_rest]
    return (rest[0], _BY_REST) if len(rest) == 1 and len(left) == len(event.heirs) else (None, "")


def _evidence(words: str, heir: Heir) -> dict[str, str]:
    """The phrases of `words` that belong to an heir's fields, each with the name of its field."""
    text = _BODIES.sub(" ", fold(words))
    found: dict[str, str] = {}
    for topic in heir.topics:
        name, words_of_it = _fields()[topic]
        for m in words_of_it.finditer(text):
            found.setdefault(m[0], name)
    return found


@cache
def _fields() -> dict[str, tuple[str, re.Pattern[str]]]:
    return {e["key"]: (e["name"], pattern(e)) for e in load("state_functions")}


def _closure(first: Iterable[str], before: Callable[[str], Iterable[str]]) -> list[str]:
    """`first` and all that `before` leads to from them, near ones first."""
    found = dict.fromkeys(first)
    queue = list(found)
    while queue:
        for earlier in before(queue.pop(0)):
            if earlier not in found:
                found[earlier] = None
                queue.append(earlier)
    return list(found)
