"""The fields of a document while they are read, each with a value or a reason."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Fields:
    """Values by the names `corpus.model.Document` has for them.

    `reasons` say in Vietnamese why a field is empty, `doubts` why one that has a value is uncertain.
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
    doubts: dict[str, str] = field(default_factory=dict)

    def reasons_left(self) -> dict[str, str]:
        """The reasons of the fields that are empty."""
        return {name: reason for name, reason in self.reasons.items() if reason and not getattr(self, name)}

    def doubts_told(self) -> tuple[str, ...]:
        """The doubts of the fields that have a value, as sentences."""
        return tuple(doubt for doubt in self.doubts.values() if doubt)
