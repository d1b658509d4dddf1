"""Cards: a person's name, contacts and statistics, prepared once for many comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.matching import contacts
from api.matching.phonetics import skeleton, words
from domain.values import AgeBand, Sex

BANDS = {str(band): at for at, band in enumerate(AgeBand)}


@dataclass(slots=True, eq=False)
class Card:
    """The data of one person that is compared. None: not known.

    `words`: of the name, see `phonetics.words`; `skeletons`: of these words; `band`: index of the
    age band; `region`: its number in the views; `area`: the number of the region above it, or its
    own number at the top; `above`: whether other regions lie in it, so that it is an area too;
    `former`: keyed hashes of all contacts that the person ever had (`private.contact_index`);
    `workshops`: numbers of the workshops they attended.
    """

    id: str
    words: tuple[str, ...] = ()
    skeletons: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    email: str = ""
    id_number: str = ""
    sex: str | None = None
    band: int | None = None
    region: int | None = None
    area: int | None = None
    above: bool = False
    cadre: str | None = None
    organisation: int | None = None
    former: frozenset[bytes] = frozenset()
    workshops: set[int] = field(default_factory=set)

    @property
    def areas(self) -> tuple[int | None, ...]:
        """The areas in which the person is compared with people nearby."""
        return (self.area, self.region) if self.above else (self.area,)


def card(
    id: str,
    details: Mapping[str, str],
    *,
    sex: str | None = None,
    age_band: str | None = None,
    region: int | None = None,
    area: int | None = None,
    above: bool = False,
    cadre: str | None = None,
    organisation: int | None = None,
) -> Card:
    named = words(details.get("name") or "")
    return Card(
        id,
        named,
        tuple(map(skeleton, named)),
        contacts.phones(details.get("phone") or ""),
        contacts.email(details.get("email") or ""),
        contacts.id_number(details.get("id_number") or ""),
        sex if sex != Sex.UNKNOWN else None,
        BANDS.get(age_band or ""),
        region,
        area if area is not None else region,
        above,
        cadre.casefold() if cadre else None,
        organisation,
    )
