"""How much of a task the units linked to it carry, and what of it they leave out, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.crosswalk.entities import is_named, same_field
from index.crosswalk.lexical_similarity import Bag, Weights
from index.crosswalk.requirements import Demand, Provision

# So much of a task's words, by weight, must stand in the units linked to it to be carried in full.
# On Chỉ thị 28-CT/TW sections 1 to 3, tasks that were judged partly carried have up to .68 (but
# for one that is only to be proposed), those judged carried .90 and more, but for two paraphrases.
FULL_SHARE = 0.75
# A part of a task of which less stands there is named as left out, and so many parts are named.
PART_SHARE = 0.4
NAMED_PARTS = 2

NOTE_NONE = "Không thấy nội dung nào của văn bản triển khai thực hiện nhiệm vụ này."


class Coverage(StrEnum):
    """How far a child document carries out a task of its parent."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The coverage of a task, the share of its words that is carried (0 to 1), and why, in Vietnamese."""

    coverage: Coverage
    share: float
    note: str = ""


def judge(task: Demand, linked: Sequence[Provision], weights: Weights) -> Verdict:
    """The verdict on `task` when the units `linked` carry it out.

    It is carried in full where enough of its words are and nothing it fixes by name
    (a programme, a time, a report, a body) is left out.
    """
    if not linked:
        return Verdict(Coverage.NONE, 0.0, NOTE_NONE)
    carried: Bag = frozenset().union(*(offer.words for offer in linked))
    share = _share(task.words, carried, weights)
    reasons = []
    if missing := [*_programmes(task, linked), *_time(task, linked), *_report(task, linked), *_bodies(task, linked)]:
        reasons.append(f"Thiếu: {'; '.join(missing)}.")
    if all(offer.proposes for offer in linked) and not task.proposes:
        reasons.append("Văn bản triển khai chỉ kiến nghị, đề xuất, không trực tiếp thực hiện.")
    if share >= FULL_SHARE:
        return Verdict(Coverage.PARTIAL if reasons else Coverage.FULL, share, " ".join(reasons))
    if parts := _left_out(task, carried, weights):
        reasons.append(f"Chưa thấy nội dung: {'; '.join(parts)}.")
    if not reasons:
        reasons.append(f"Chỉ khoảng {round(share * 10) * 10}% nội dung của nhiệm vụ được nêu lại.")
    return Verdict(Coverage.PARTIAL, share, " ".join(reasons))


def _share(wanted: Bag, carried: Bag, weights: Weights) -> float:
    """The share of `wanted` that is carried; what wants no words at all is carried."""
    whole = weights.sum(wanted)
    return weights.sum(wanted & carried) / whole if whole else 1.0


# --- what is left out of what a task fixes by name ------------------------------


def _programmes(task: Demand, linked: Sequence[Provision]) -> list[str]:
    return [f"“{name}”" for name in task.programmes if not any(is_named(name, offer.words) for offer in linked)]


def _time(task: Demand, linked: Sequence[Provision]) -> list[str]:
    missing = task.deadline and not any(offer.has_time for offer in linked)
    return [f"thời hạn “{task.deadline}”"] if missing else []


def _report(task: Demand, linked: Sequence[Provision]) -> list[str]:
    missing = task.report and not any(offer.reports for offer in linked)
    return [task.report] if missing else []


def _bodies(task: Demand, linked: Sequence[Provision]) -> list[str]:
    """The bodies whose field no linked unit names a body of, or speaks of; nothing where these name no bodies."""
    below = [core for offer in linked for core in offer.fields]
    if not below:
        return []
    below += [offer.spoken_words for offer in linked]
    return [
        f"cơ quan “{name}” hoặc cơ quan cùng lĩnh vực"
        for name, cores in task.bodies
        if not any(same_field(core, other) for core in cores for other in below)
    ]


# --- what is left out of its words ----------------------------------------------


def _left_out(task: Demand, carried: Bag, weights: Weights) -> list[str]:
    """The parts of a task that the linked units say least of, in the task's order."""
    said = [(_share(words, carried, weights), part) for part, words in task.parts]
    least = sorted(each for each in said if each[0] < PART_SHARE)[:NAMED_PARTS]
    return [f"“{each[1]}”" for each in said if each in least]
