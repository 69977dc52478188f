"""Finds agencies by what people call them, and names them as the documents of a knowledge base do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.vietnamese import bare, slug
from search_api.agencies.lookup import find_agency, ids_for_agency
from search_api.errors import UnknownAgency

if TYPE_CHECKING:
    from corpus.agencies import AuthorityList
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot


class AgencyDirectory:
    """Answers for one snapshot of a store which agency is meant and what it is called."""

    def __init__(self, authority: AuthorityList, snapshot: StoreSnapshot) -> None:
        self.authority = authority
        self.snapshot = snapshot

    @classmethod
    def of(cls, resources: Resources) -> AgencyDirectory:
        """Returns the directory over the snapshot that the request in hand reads."""
        return cls(resources.agencies, resources.snapshot)

    def find(self, words: str, province: str = "") -> str:
        """Returns the id of the agency that `words` name; raises `UnknownAgency`."""
        try:
            return find_agency(words, self.authority, province)
        except UnknownAgency:
            # A name as it is shown, of a place that no list of provinces holds.
            if found := self._by_shown_name().get(bare(words)):
                return found
            raise

    def _by_shown_name(self) -> Mapping[str, str]:
        """The ids of the agencies that hold obligations by their names as shown, accents aside."""

        def named() -> Mapping[str, str]:
            held = self.snapshot.agency_counts
            return {bare(" ".join(part for part in self.describe(i) if part)): i for i in held}

        return self.snapshot.part("agencies shown", named)

    def ids_of(self, words: str, province: str = "") -> tuple[str, ...]:
        """Returns the ids under which the agency `words` names holds obligations: its own, old names and classes."""
        agency_id = self.find(words, province)
        return tuple(ids_for_agency(agency_id, self.authority, self.snapshot.agency_counts)) or (agency_id,)

    def describe(self, agency_id: str) -> tuple[str, str]:
        """Returns the display name of an agency's id and of its province, as documents write it, or ``""``."""
        name, place = self.authority.describe(agency_id)
        snapshot = self.snapshot
        places = snapshot.part("places", lambda: {slug(province): province for province in snapshot.provinces})
        return name, places.get(place, place)
