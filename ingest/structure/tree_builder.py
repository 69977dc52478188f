"""Blocks to nodes: the frame at the root, each body under the document or its annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import ClauseKind
from ingest.markers import BULLETS, Marker, Style
from ingest.structure.block import Block
from ingest.structure.frame.frame_detection import Zone
from ingest.structure.inline import enumerate_inline
from ingest.structure.nesting import Step, fit_levels
from ingest.structure.phrases import closes, phrases
from ingest.structure.tree import Node


def build(blocks: Sequence[Block], text: str) -> list[Node]:
    """The root nodes of a document's blocks."""
    roots: list[Node] = []
    annex: Node | None = None
    run: list[Block] = []
    for block in blocks:
        if block.zone is Zone.BODY or (block.kind is ClauseKind.NOISE and run):
            run.append(block)
            continue
        _close_run(run, annex, roots, text)
        node = _frame_node(block)
        if block.kind is ClauseKind.ANNEX:
            annex = node
            roots.append(node)
        else:
            (annex.children if annex else roots).append(node)
    _close_run(run, annex, roots, text)
    return roots


def _close_run(run: list[Block], annex: Node | None, roots: list[Node], text: str) -> None:
    if run:
        (annex.children if annex else roots).extend(body_nodes(run, text))
        run.clear()


def _frame_node(block: Block) -> Node:
    assert block.kind is not None
    node = Node(block.kind, block.start, block.end)
    if block.kind is ClauseKind.ANNEX:
        node.label, node.number = _annex_label(block)
    elif block.kind is ClauseKind.FOOTNOTE and (m := re.search(r"\[(\d{1,3})\]", block.words)):
        node.label, node.number = m.group(), m[1]
    return node


def _annex_label(block: Block) -> tuple[str, str]:
    for p in phrases("annex"):
        if m := p.match(block.low):
            number = m["number"] or ""
            # "PHỤ LỤC DANH MỤC": the d of "danh" is no number; one stands by itself.
            after = block.words[m.end("number") : m.end("number") + 1] if number else ""
            if number and after.isalnum():
                number = ""
            end = m.end("number") if number else m.end("name")
            return block.words[:end], number.lower()
    return "", ""


def body_nodes(run: Sequence[Block], text: str) -> list[Node]:
    """The nodes of one stretch of body, those at its top returned."""
    blocks = [block for block in run if block.kind is not ClauseKind.NOISE]
    steps = fit_levels(blocks)
    while broken := _broken_off(blocks, steps):
        # "… giai đoạn 2021 / - 2025 sang thực hiện": the dash was no marker.
        blocks = _rejoined(blocks, broken)
        steps = fit_levels(blocks)
    above = _placed_paragraphs(blocks, steps)
    nodes = [_body_node(block, step, _in_article(step, steps)) for block, step in zip(blocks, steps, strict=True)]
    top: list[Node] = []
    for n, node in enumerate(nodes):
        holder = above[n]
        (nodes[holder].children if holder is not None else top).append(node)
        for hole in blocks[n].holes:
            node.children.append(Node(ClauseKind.NOISE, hole.start, hole.end, silent=True))
    _place_noise([block for block in run if block.kind is ClauseKind.NOISE], blocks, nodes, above, top)
    for node in nodes:
        enumerate_inline(node, text)
    return top


def _broken_off(blocks: Sequence[Block], steps: Sequence[Step]) -> set[int]:
    """The blocks that a line break made: their marker was taken for none, and what is before them goes on."""
    return {
        n
        for n, (block, step) in enumerate(zip(blocks, steps, strict=True))
        if n and block.loose and step.marker is None and block.markers
    }


def _rejoined(blocks: Sequence[Block], broken: set[int]) -> list[Block]:
    out: list[Block] = []
    for n, block in enumerate(blocks):
        if n in broken and out:
            out[-1].absorb(block)
        else:
            out.append(block)
    return out


def _place_noise(
    noise: Sequence[Block], blocks: Sequence[Block], nodes: Sequence[Node], above: Sequence[int | None], top: list[Node]
) -> None:
    """Noise inside a block is silent under it; noise between two blocks stands beside the one that follows."""
    n = 0
    for item in noise:
        while n < len(blocks) and blocks[n].whole_end <= item.start:
            n += 1
        if n < len(blocks) and nodes[n].start < item.start:
            _place_inside(nodes[n], item)
            continue
        parent = above[n] if n < len(blocks) else None
        (nodes[parent].children if parent is not None else top).append(_frame_node(item))


def _place_inside(node: Node, item: Block) -> None:
    """Noise inside a clause or a table: silent where it stands in own words, else between the rows."""
    holder = next((child for child in node.children if child.start < item.start < child.head_end), node)
    silent = holder.start < item.start < holder.head_end
    holder.children.append(Node(ClauseKind.NOISE, item.start, item.end, silent=silent))


def _in_article(step: Step, steps: Sequence[Step]) -> bool:
    if not step.above:
        return False
    marker = steps[step.above[-1]].marker
    return marker is not None and marker.style is Style.ARTICLE


def _body_node(block: Block, step: Step, in_article: bool) -> Node:
    marker = step.marker
    if marker is None:
        node = Node(block.kind or ClauseKind.PARAGRAPH, block.start, block.end, block.label, cells=block.cells)
        node.children = [Node(ClauseKind.ROW, row.start, row.end, row.label, cells=row.cells) for row in block.rows]
        return node
    kind = _kind(marker, in_article)
    return Node(kind, block.start, block.end, marker.label, marker.style, marker.number)


def _kind(marker: Marker, in_article: bool) -> ClauseKind:
    if marker.style in BULLETS:
        return ClauseKind.BULLET
    if marker.style is Style.DECIMAL and in_article:
        return ClauseKind.CLAUSE
    return {
        Style.PART: ClauseKind.PART,
        Style.CHAPTER: ClauseKind.CHAPTER,
        Style.SECTION: ClauseKind.SECTION,
        Style.ARTICLE: ClauseKind.ARTICLE,
        Style.LETTER: ClauseKind.POINT,
        Style.LETTER_IN_BRACKETS: ClauseKind.POINT,
    }.get(marker.style, ClauseKind.ITEM)


# --- paragraphs without markers ---------------------------------------------


def _placed_paragraphs(blocks: Sequence[Block], steps: Sequence[Step]) -> list[int | None]:
    """The block above each block, after paragraphs without markers have found their place."""
    above = [step.above[-1] if step.above else None for step in steps]
    runs = _runs(blocks, steps)
    for n, step in enumerate(steps):
        if step.marker is None:
            above[n] = _paragraph_place(n, runs[n], blocks, steps)
    _hang_bullets_on_introductions(blocks, steps, above)
    return above


@dataclass(slots=True)
class _Run:
    """Blocks ``[first, end)`` without markers that follow one another; the first that closes the document, if any."""

    first: int
    end: int
    closing: int | None = None
    introduces: bool = False  # one of them is a heading or ends in a colon


def _runs(blocks: Sequence[Block], steps: Sequence[Step]) -> dict[int, _Run]:
    """The run that each block without a marker stands in."""
    runs: dict[int, _Run] = {}
    for n, step in enumerate(steps):
        if step.marker is not None:
            continue
        run = runs[n] = runs.get(n - 1) or _Run(n, n)
        run.end = n + 1
        run.introduces = run.introduces or blocks[n].words.rstrip(" *").endswith(":") or blocks[n].heading
        if run.closing is None and closes(blocks[n].low):
            run.closing = n
    return runs


def _paragraph_place(n: int, run: _Run, blocks: Sequence[Block], steps: Sequence[Step]) -> int | None:
    """Under what a paragraph without a marker stands.

    A paragraph between two bullets of one list goes on with the first of them; one
    that closes the document stands at the top; one that speaks of "Điều này" stands
    under the article; any other under the item before it.
    """
    own = steps[n].above
    resumed = run.end if run.end < len(steps) else None
    if _repeats_remark(n, blocks, steps):
        return n - 1
    if (bullet := _interrupted_bullet(run, resumed, steps)) is not None:
        return bullet
    if resumed is None and _closes_from(n, run, blocks):
        return None
    still_open = steps[resumed].above if resumed is not None else ()
    for style, phrase in _SELF_REFERENCES:
        if phrase.search(blocks[n].low):
            holders = [b for b in own if (m := steps[b].marker) and m.style is style]
            if holders and not set(own[own.index(holders[-1]) + 1 :]) & set(still_open):
                return holders[-1]
    return own[-1] if own else None


# "… quy định tại Điều này.", "… quy định tại khoản này"
_SELF_REFERENCES = (
    (Style.ARTICLE, re.compile(r"\b(?:tại|của|theo|trong) điều này\b")),
    (Style.DECIMAL, re.compile(r"\b(?:tại|của|theo|trong) khoản này\b")),
)


def _repeats_remark(n: int, blocks: Sequence[Block], steps: Sequence[Step]) -> bool:
    """Whether a paragraph below a last bullet opens like one below another of its list: "Hoàn thành trong …"."""
    before = steps[n - 1] if n else None
    if before is None or before.marker is None or before.marker.style not in BULLETS:
        return False
    opening = blocks[n].low.split()[:_REMARK_WORDS]
    for k in range(n - 2, max(0, n - _REMARKS_WITHIN), -1):
        bullet = steps[k - 1]
        beside = bullet.marker is not None and bullet.marker.style is before.marker.style
        if beside and steps[k].marker is None and bullet.above == before.above:
            return blocks[k].low.split()[:_REMARK_WORDS] == opening
    return False


_REMARK_WORDS = 3
_REMARKS_WITHIN = 12


def _interrupted_bullet(run: _Run, resumed: int | None, steps: Sequence[Step]) -> int | None:
    """The bullet that a run between two bullets of one list goes on with, or None."""
    before = steps[run.first - 1].marker if run.first else None
    after = steps[resumed].marker if resumed is not None else None
    if before is None or after is None or before.style not in BULLETS or after.style is not before.style:
        return None
    if steps[run.first - 1].above != steps[resumed or 0].above or run.introduces:
        return None
    return run.first - 1


def _closes_from(n: int, run: _Run, blocks: Sequence[Block]) -> bool:
    """Whether a closing paragraph stands at or before block `n` in its `run`."""
    if n == len(blocks) - 1 and _END_MARK.search(blocks[n].low):
        return True
    return run.closing is not None and run.closing <= n


# "… nghiêm túc thực hiện Chỉ thị này./.": what the whole document demands, with the mark that ends it
_END_MARK = re.compile(
    r"\b(?:chỉ thị|kế hoạch|công điện|quyết định|nghị quyết|chương trình|thông tư|hướng dẫn) này"
    r"[^.;]{0,60}\./\.[\s*_]*$"
)


def _hang_bullets_on_introductions(blocks: Sequence[Block], steps: Sequence[Step], above: list[int | None]) -> None:
    """Bullets below a paragraph that ends in a colon stand under it."""
    introduction: int | None = None
    for n, step in enumerate(steps):
        if step.marker is None:
            if above[n] is not None and introduction is not None and steps[above[n] or 0].marker is not None:
                marker = steps[above[n] or 0].marker
                if marker and marker.style in BULLETS:
                    continue
            introduction = n if blocks[n].words.rstrip(" *_").endswith(":") else None
        elif step.marker.style in BULLETS:
            if introduction is not None and above[n] == above[introduction]:
                above[n] = introduction
        else:
            introduction = None
