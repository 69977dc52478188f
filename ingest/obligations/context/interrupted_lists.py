"""Lists that a paragraph breaks into: what their later members and the lines under a bare title stand under.

A copy breaks a line inside a bullet; what is taken for a paragraph then ends the list
under its heading, and the bullets after it come to stand beside the heading:

    - Nội dung giám sát của chủ đầu tư        (a heading over "+" bullets)
    + Theo dõi việc quản lý
    Chương trình; lập kế hoạch                (a paragraph)
    + Kiểm tra việc sử dụng vốn               (still under the heading)
    + Nội dung theo dõi                       (a title without clauses of its own)
    Tổng hợp tình hình thực hiện.             (a line under it)
"""

from __future__ import annotations

from corpus.model import Clause, ClauseKind


class InterruptedLists:
    """Follows the clauses of a document in order and says over which of them another one stands."""

    def __init__(self) -> None:
        self._last: dict[tuple[str | None, str], str] = {}  # the last bullet of a marker under a parent
        self._marker: dict[str, str] = {}  # of each bullet
        self._holds: dict[tuple[str | None, str], str] = {}  # under a parent: whose bullets hold bullets of a marker
        self._title: Clause | None = None
        self._misplaced: set[str] = set()  # bullets that hang under a bullet of the marker they hold elsewhere

    def opens(self, clause: Clause) -> None:
        """Takes note of a title without clauses of its own: unlabelled lines beside it stand under it."""
        self._title = clause

    def over(self, clause: Clause) -> str:
        """The path of the clause that `clause` stands under though it is no child of it; ``""`` where there is none."""
        if clause.kind is not ClauseKind.PARAGRAPH or clause.label:
            self._title = None
        if clause.kind is ClauseKind.BULLET:
            return self._over_bullet(clause)
        title, parent = self._title, clause.parent
        return title.path if title and parent and title.path.startswith(f"{parent}/") else ""

    def is_over(self, clause: Clause) -> bool:
        """The bullets after this one stand under it though the tree hangs it under one of them."""
        return clause.path in self._misplaced

    def scope(self, clause: Clause) -> str:
        """The path of the clause whose task a label in `clause` belongs to: the one it stands under."""
        if clause.kind is not ClauseKind.BULLET:
            return ""
        higher = self._holds.get((clause.parent, clause.label.strip()))
        return self._last.get((clause.parent, higher), "") if higher else ""

    def _over_bullet(self, clause: Clause) -> str:
        marker, parent = clause.label.strip(), clause.parent
        self._marker[clause.path] = marker
        self._last[parent, marker] = clause.path
        if parent is not None and parent in self._marker:
            grand = parent.rpartition("/")[0] or None
            if self._holds.get((grand, self._marker[parent])) == marker:
                self._misplaced.add(clause.path)
                self._last[grand, marker] = clause.path
                return grand or ""
            self._holds.setdefault((grand, marker), self._marker[parent])
            return ""
        higher = self._holds.get((parent, marker))
        return self._last.get((parent, higher), "") if higher and higher != marker else ""
