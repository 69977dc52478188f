"""The librarian's round: what is wrong with the authority list, its succession and the vocabularies.

``python -m corpus.authority.reference_lint`` prints one line for each fault and fails where there is
one; ``make check`` runs it.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.authority.agency_names import comparable, expand
from corpus.authority.succession import Event, Succession, succession
from corpus.errors import VocabularyError
from corpus.model import ObligationKind
from corpus.vietnamese import fold, slug
from corpus.vocabulary import FOLDER, Entry, load, pattern

_LISTS = ("agencies_central", "agencies_local", "agencies_classes")
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: its kind, the vocabulary and entry it is in, and what to do about it."""

    fault: str
    vocabulary: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.vocabulary}.yaml: {self.entry}: {self.fault}: {self.message}"


def lint() -> list[Finding]:
    """Every fault there is; an empty list where all is well."""
    found = list(_unreadable())
    if found:
        return found  # nothing more can be said of what cannot be read
    lists = {name: load(name) for name in _LISTS}
    where = {e["key"]: name for name, entries in lists.items() for e in entries}
    entries = {e["key"]: e for list_ in lists.values() for e in list_}
    found += _labels(lists)
    found += _links(entries, where)
    found += _dates(entries, where)
    found += _sources(entries, where)
    found += _events(succession(), entries)
    found += _provinces()
    found += _repeated_examples()
    return found


def _unreadable() -> Iterator[Finding]:
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            entries = load(path.stem)
            for entry in entries:
                if "pattern" in entry:
                    pattern(entry)
        except VocabularyError as error:
            yield Finding("unreadable", path.stem, "", str(error))


def _labels(lists: dict[str, tuple[Entry, ...]]) -> Iterator[Finding]:
    """Names and aliases that stand for two bodies, unless place or time tells them apart."""
    bearers: dict[str, list[tuple[str, Entry, str]]] = defaultdict(list)
    for vocabulary, entries in lists.items():
        for e in entries:
            own = dict.fromkeys(comparable(name) for name in (e["name"], *e.get("aliases", ())))
            if len(own) < 1 + len(e.get("aliases", ())):
                spelt = [n for n in e.get("aliases", ()) if comparable(n) == comparable(e["name"])]
                known = [n for n in spelt if fold(n) == fold(expand(e["name"]))]
                if known:
                    yield Finding(
                        "repeated name", vocabulary, e["key"], f"{known[0]!r} is the name itself: drop the alias"
                    )
            for name in own:
                bearers[name].append((vocabulary, e, name))
            if slug(e["name"]) != e["key"] and "kept" not in e:
                yield Finding(
                    "odd key",
                    vocabulary,
                    e["key"],
                    f"its name makes {slug(e['name'])!r}; `kept: true` if it is to stay",
                )
    for name, held in bearers.items():
        for i, (vocabulary, one, _) in enumerate(held):
            for _, other, _ in held[i + 1 :]:
                if not _told_apart(one, other):
                    keys = f"{one['key']} and {other['key']}"
                    yield Finding(
                        "shared name", vocabulary, one["key"], f"{name!r} stands for {keys}: nothing tells them apart"
                    )


def _told_apart(one: Entry, other: Entry) -> bool:
    local = [e.get("level", "central") not in {"central", "any"} for e in (one, other)]
    if local[0] != local[1]:
        return True
    spans = [(str(e.get("since", "")), str(e.get("until", "9999"))) for e in (one, other)]
    return spans[0][1] <= spans[1][0] or spans[1][1] <= spans[0][0]


def _links(entries: dict[str, Entry], where: dict[str, str]) -> Iterator[Finding]:
    """Parents, members and groups that lead nowhere or round in a circle."""
    groups = {e["group"] for e in entries.values() if "group" in e}
    used = {name for e in entries.values() for name in e.get("of", ())}
    for key, e in entries.items():
        for field, linked in (("parent", [e["parent"]] if e.get("parent") else []), ("members", e.get("members", ()))):
            for other in linked:
                if other not in entries:
                    yield Finding("orphan", where[key], key, f"{field} {other!r} is no entry")
        for name in e.get("of", ()):
            if name not in groups:
                yield Finding("orphan", where[key], key, f"group {name!r} has no body in it")
        if e.get("group") and e["group"] not in used:
            yield Finding("unused group", where[key], key, f"no class is made of group {e['group']!r}")
        seen, above = {key}, e.get("parent")
        while above:
            if above in seen:
                yield Finding("cycle", where[key], key, f"its parents come back to {above!r}")
                break
            seen.add(above)
            above = entries.get(above, {}).get("parent")


def _dates(entries: dict[str, Entry], where: dict[str, str]) -> Iterator[Finding]:
    for key, e in entries.items():
        for field in ("since", "until"):
            if field in e and not _DAY.fullmatch(str(e[field])):
                yield Finding("bad date", where[key], key, f"{field} {e[field]!r} is no day like 2025-03-01")
        if "since" in e and "until" in e and e["since"] >= e["until"]:
            yield Finding("dates out of order", where[key], key, f"since {e['since']} is not before until {e['until']}")


def _sources(entries: dict[str, Entry], where: dict[str, str]) -> Iterator[Finding]:
    known = {e["key"] for e in load("legal_bases")}
    cited = {e["source"] for e in load("provinces") if "source" in e}
    for key, e in entries.items():
        if "source" in e:
            cited.add(e["source"])
            if e["source"] not in known:
                yield Finding("unknown source", where[key], key, f"{e['source']!r} is not in legal_bases.yaml")
    for event in succession():
        cited.update(event.basis, *(h.basis for h in event.heirs))
    for key in sorted(known - cited - {"unsourced"}):
        yield Finding("orphan", "legal_bases", key, "nothing cites it")


def _events(events: Succession, entries: dict[str, Entry]) -> Iterator[Finding]:
    """Events of and for bodies that are there at that day, with a basis, that divide what they divide."""
    known = {e["key"] for e in load("legal_bases")}
    topics = {e["key"] for e in load("state_functions")}
    ended: dict[str, Event] = {}
    used: set[str] = set()
    for event in events:
        used.update(topic for heir in event.heirs for topic in heir.topics)
        yield from (
            Finding(f, "agency_succession", event.of, m) for f, m in _event_faults(event, entries, known, topics)
        )
        if not event.stays:
            if event.of in ended:
                yield Finding("ended twice", "agency_succession", event.of, f"on {ended[event.of].on} and {event.on}")
            ended[event.of] = event
        if event.of in _heirs_after(events, event.of):
            yield Finding("cycle", "agency_succession", event.of, "its work comes back to it")
    for topic in sorted(topics - used):
        yield Finding("orphan", "state_functions", topic, "no heir takes it")
    for key, e in entries.items():
        if "until" in e and key not in ended:
            yield Finding(
                "no heir", "agency_succession", key, f"ended on {e['until']}, and nothing says what became of it"
            )


def _event_faults(
    event: Event, entries: dict[str, Entry], known: set[str], topics: set[str]
) -> Iterator[tuple[str, str]]:
    if event.of not in entries:
        yield "orphan", "is no entry of the authority list"
        return
    body = entries[event.of]
    if not _DAY.fullmatch(event.on):
        yield "bad date", f"{event.on!r} is no day like 2025-03-01"
    if event.stays and event.on >= body.get("until", "9999"):
        yield "dates out of order", f"gave work away on {event.on}, after it ended"
    if not event.stays and event.on != body.get("until"):
        yield "dates disagree", f"ends on {event.on} here, {body.get('until', 'never')} in the authority list"
    if not event.basis:
        yield "no basis", "name a document of legal_bases.yaml, or `unsourced`"
    if not event.heirs:
        yield "no heir", "name who took over"
    if sum(h.is_rest for h in event.heirs) > 1:
        yield "two rests", "only one heir can take what no other took"
    for heir in event.heirs:
        for key in (*event.basis, *heir.basis):
            if key not in known:
                yield "unknown source", f"{key!r} is not in legal_bases.yaml"
        for topic in heir.topics:
            if topic not in topics:
                yield "orphan", f"topic {topic!r} is not in state_functions.yaml"
        for kind in heir.kinds:
            if kind not in {k.value for k in ObligationKind}:
                yield "orphan", f"{kind!r} is no kind of obligation"
        if heir.to not in entries:
            yield "orphan", f"heir {heir.to!r} is no entry of the authority list"
        elif not entries[heir.to].get("since", "") <= event.on < entries[heir.to].get("until", "9999"):
            yield "dates out of order", f"heir {heir.to!r} was not there on {event.on}"
        if len(event.heirs) > 1 and not heir.functions:
            yield "no functions", f"say what {heir.to!r} took over"


def _heirs_after(events: Succession, kind: str) -> set[str]:
    found: set[str] = set()
    queue = [kind]
    while queue:
        for event in events.events_of(queue.pop()):
            for heir in event.heirs if not event.stays else ():
                if heir.to not in found:
                    found.add(heir.to)
                    queue.append(heir.to)
    return found


def _provinces() -> Iterator[Finding]:
    places = {e["key"]: e for e in load("provinces")}
    for key, e in places.items():
        if ("until" in e) != ("successor" in e):
            yield Finding("no heir", "provinces", key, "`until` and `successor` go together")
        elif "until" in e:
            if e["successor"] not in places:
                yield Finding("orphan", "provinces", key, f"successor {e['successor']!r} is no province")
            if "source" not in e:
                yield Finding("no basis", "provinces", key, "name the resolution that merged it")


def _repeated_examples() -> Iterator[Finding]:
    """Keys and names that a vocabulary holds twice, spelling aside."""
    for path in sorted(FOLDER.glob("*.yaml")):
        seen: dict[str, str] = {}
        for e in load(path.stem):
            if isinstance(e.get("key"), str):
                form = re.sub(r"\s+", " ", fold(e["key"])).strip()
                if form in seen:
                    yield Finding("repeated name", path.stem, e["key"], f"the same as {seen[form]!r}")
                seen[form] = e["key"]


def main() -> int:
    """Print the findings, one a line; 1 where there are any."""
    findings = lint()
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    said = f"{len(findings)} faults" if findings else "all in order"
    sys.stderr.write(f"vocabularies and authority list: {said}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
