"""The Saudi national address as the demo data carries it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.content.text import Text


@dataclass(frozen=True, slots=True)
class NationalAddress:
    """A Saudi national address; ``short_code`` is four letters and the building number."""

    building_number: str
    street: Text
    district: Text
    city: Text
    postal_code: str
    additional_number: str
    short_code: str
    country: str = "SA"
