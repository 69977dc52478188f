"""The fields of a document while they are read, each with a value or a reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import FieldDoubt


@dataclass(slots=True)
class Fields:
    """Values by the names `corpus.model.Document` has for them.

    `reasons` say in Vietnamese why a field is empty, `doubts` are of those whose value is uncertain.
    """

    type: str = ""
    number: str = ""
    issuer: str = ""
    issuer_id: str | None = None
    issued: str = ""
    title: str = ""
    province: str = ""
    signer: str = ""
    signing: str = ""
    effective: str = ""
    recipients: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    doubts: list[FieldDoubt] = field(default_factory=list)

    def reasons_left(self) -> dict[str, str]:
        """The reasons of the fields that are empty."""
        return {name: reason for name, reason in self.reasons.items() if reason and not getattr(self, name)}
