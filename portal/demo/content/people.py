"""Draws companies, contacts, workers and addresses for the demo, from one seeded generator.

``Population`` never gives the same name of a company, identifier, passport or e-mail address
twice, so that its specimens fit unique columns at any scale. Nobody in it exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from portal.demo.content.address import NationalAddress
from portal.demo.content.lexicon.names import CONTACT_TITLES, EXPATRIATES, SAUDI, NamePool
from portal.demo.content.lexicon.places import CITIES, GULF_CITIES, STREETS, City
from portal.demo.content.lexicon.trades import (
    FIRST_WORDS,
    LEGAL_FORMS,
    LONG_NAME,
    SECOND_WORDS,
    SECTORS,
    Sector,
)
from portal.demo.content.text import Text
from portal.kit import specimen
from portal.kit.identifiers import SAUDI_BANKS

Gender = Literal["male", "female"]

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_OLDEST = date(1966, 1, 1)
_YOUNGEST = date(2003, 12, 31)
_CITIZENS_IN_OFFICES = 0.35
_SECTORS_BY_KEY = {sector.key: sector for sector in SECTORS}
_SHORT_CODE_LETTERS = 3
_CAPACITY_TRIES = 2000


@dataclass(frozen=True, slots=True)
class CompanySpecimen:
    """A client's company.

    Saudi ones have a CR, a unified number, an address and a bank account; Gulf ones a foreign
    registration number only. ``vat_number`` is ``None`` where the company is not registered.
    """

    name: Text
    legal_form: Text
    sector: str
    country: str
    city: Text
    domain: str
    commercial_registration: str
    unified_number: str | None
    vat_number: str | None
    address: NationalAddress | None
    bank_name: Text | None
    iban: str | None


@dataclass(frozen=True, slots=True)
class ContactSpecimen:
    """A person at a client; ``language`` is the one to write to them in."""

    name: Text
    gender: Gender
    job_title: Text
    email: str
    mobile: str
    language: Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class IndividualSpecimen:
    """A client who is a person: a citizen with a national ID."""

    name: Text
    gender: Gender
    national_id: str
    email: str
    mobile: str
    city: Text


@dataclass(frozen=True, slots=True)
class WorkerSpecimen:
    """A company's worker; ``identity_number`` is an Iqama, or a citizen's national ID."""

    name: Text
    gender: Gender
    nationality: str
    nationality_name: Text
    kind: Literal["citizen", "resident"]
    identity_number: str
    passport_number: str
    birth_date: date
    job_title: Text
    mobile: str


class Population:
    """A source of specimens; every method draws from the generator given at the start."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def _fresh(self, draw: Callable[[], str]) -> str:
        """Draw until something new comes; ``RuntimeError`` once the stock is used up."""
        for _ in range(_CAPACITY_TRIES):
            value = draw()
            if value not in self._taken:
                self._taken.add(value)
                return value
        raise RuntimeError("nothing new left to draw")

    def company(self, *, country: str = "SA") -> CompanySpecimen:
        """A company registered in ``country`` (SA, AE, KW, BH, QA, OM).

        Raises ``ValueError`` for another country and ``RuntimeError`` when all names are taken.
        """
        forms = [form for form in LEGAL_FORMS if country in form.countries]
        if not forms:
            raise ValueError(country)
        for _ in range(_CAPACITY_TRIES):
            first, second = self._rng.choice(FIRST_WORDS), self._rng.choice(SECOND_WORDS)
            sector = self._rng.choice(SECTORS)
            activity = self._rng.choice(sector.activities)
            fitting = [form for form in forms if not form.sectors or sector.key in form.sectors]
            form = self._rng.choices(fitting, weights=[item.weight for item in fitting])[0]
            name = Text(
                form.pattern.ar.format(name=f"{first.ar} {second.ar} {activity.ar}"),
                form.pattern.en.format(name=f"{first.en} {second.en} {activity.en}"),
            )
            if name.en not in self._taken:
                self._taken.add(name.en)
                domain = f"{slug(first.en)}-{slug(second.en)}.example"
                return self._company(name, form.name, sector, country, domain)
        raise RuntimeError("all company names are taken")

    def long_named_company(self) -> CompanySpecimen:
        """A Saudi company with a name as long as registers hold, to try layouts with."""
        form = next(form.name for form in LEGAL_FORMS if form.key == "llc")
        sector = _SECTORS_BY_KEY["construction"]
        return self._company(LONG_NAME, form, sector, "SA", "united-alliance.example")

    def _company(
        self, name: Text, legal_form: Text, sector: Sector, country: str, domain: str
    ) -> CompanySpecimen:
        if country != "SA":
            places = [place for place in GULF_CITIES if place.country == country]
            return CompanySpecimen(
                name,
                legal_form,
                sector.key,
                country,
                city=self._rng.choice(places).name,
                domain=domain,
                commercial_registration=self._fresh(lambda: self._digits(7)),
                unified_number=None,
                vat_number=self._gulf_vat_number(country),
                address=None,
                bank_name=None,
                iban=None,
            )
        address = self.address()
        bank = SAUDI_BANKS[self._rng.choice(sorted(SAUDI_BANKS))]
        # About one company in eight stays below the threshold of VAT registration.
        registered = self._rng.random() < 0.88
        return CompanySpecimen(
            name,
            legal_form,
            sector.key,
            country,
            city=address.city,
            domain=domain,
            commercial_registration=self._fresh(lambda: specimen.make_cr(self._rng)),
            unified_number=self._fresh(lambda: specimen.make_unified_number(self._rng)),
            vat_number=self._fresh(lambda: specimen.make_vat_number(self._rng))
            if registered
            else None,
            address=address,
            bank_name=Text(bank.ar, bank.en),
            iban=self._fresh(lambda: specimen.make_iban(self._rng, bank.code)),
        )

    def contact(self, company: CompanySpecimen) -> ContactSpecimen:
        """A person to write to at ``company``; three in four are Saudi, and read Arabic."""
        pool = SAUDI if self._rng.random() < 0.75 else self._expatriate()
        gender = self._gender(0.25)
        given, family = self._given_and_family(pool, gender)
        title = self._rng.choice(CONTACT_TITLES)
        reads_arabic = pool.country in {"SA", "EG", "YE", "SD", "JO", "SY"}
        return ContactSpecimen(
            name=_full_name(given, family),
            gender=gender,
            job_title=title.woman if gender == "female" else title.man,
            email=self._email(given, family, company.domain),
            mobile=self._mobile(),
            language="ar" if reads_arabic and self._rng.random() < 0.9 else "en",
        )

    def individual(self) -> IndividualSpecimen:
        """A citizen who is a client in person."""
        gender = self._gender(0.35)
        given, family = self._given_and_family(SAUDI, gender)
        return IndividualSpecimen(
            name=_full_name(given, family),
            gender=gender,
            national_id=self._fresh(lambda: specimen.make_national_id(self._rng, "citizen")),
            email=self._email(given, family, "example.com"),
            mobile=self._mobile(),
            city=self._city().name,
        )

    def worker(self, sector: str | None = None) -> WorkerSpecimen:
        """A worker with a profession of ``sector`` (a key of ``SECTORS``; any when ``None``).

        Raises ``KeyError`` for an unknown sector.
        """
        chosen = self._rng.choice(SECTORS) if sector is None else _SECTORS_BY_KEY[sector]
        job = self._rng.choice(chosen.jobs)
        # Citizens hold office posts; manual professions on an Iqama are expatriates'.
        citizen = job.office and self._rng.random() < _CITIZENS_IN_OFFICES
        pool = SAUDI if citizen else self._expatriate()
        gender = self._gender(0.4 if job.office else 0.0)
        given, family = self._given_and_family(pool, gender)
        kind: Literal["citizen", "resident"] = "citizen" if pool is SAUDI else "resident"
        return WorkerSpecimen(
            name=_full_name(given, family),
            gender=gender,
            nationality=pool.country,
            nationality_name=pool.nationality,
            kind=kind,
            identity_number=self._fresh(lambda: specimen.make_national_id(self._rng, kind)),
            passport_number=self._fresh(lambda: self._passport(pool.passport)),
            birth_date=_OLDEST + timedelta(days=self._rng.randrange((_YOUNGEST - _OLDEST).days)),
            job_title=job.title,
            mobile=self._mobile(),
        )

    def address(self, city_key: str | None = None) -> NationalAddress:
        """A national address in the city ``city_key`` (any when ``None``); else ``KeyError``."""
        city = self._city() if city_key is None else _CITIES_BY_KEY[city_key]
        district = self._rng.choice(city.districts)
        building = str(self._rng.randrange(2001, 9000))
        letters = "".join(self._rng.choices(_LETTERS, k=_SHORT_CODE_LETTERS))
        return NationalAddress(
            building_number=building,
            street=self._rng.choice(STREETS),
            district=district.name,
            city=city.name,
            postal_code=str(self._rng.randint(district.first_code, district.last_code)),
            additional_number=str(self._rng.randrange(2001, 9000)),
            short_code=f"{city.letter}{letters}{building}",
        )

    def _city(self) -> City:
        return self._rng.choices(CITIES, weights=[city.weight for city in CITIES])[0]

    def _expatriate(self) -> NamePool:
        return self._rng.choices(EXPATRIATES, weights=[pool.weight for pool in EXPATRIATES])[0]

    def _gender(self, share_of_women: float) -> Gender:
        return "female" if self._rng.random() < share_of_women else "male"

    def _given_and_family(self, pool: NamePool, gender: Gender) -> tuple[Text, Text]:
        given = self._rng.choice(pool.women if gender == "female" else pool.men)
        # A father's name after the given one, as on an Iqama, for those who use it.
        if pool.country in {"SA", "EG", "YE", "SD"}:
            father = self._rng.choice([name for name in pool.men if name != given])
            given = _full_name(given, father)
        return given, self._rng.choice(pool.families)

    def _email(self, given: Text, family: Text, domain: str) -> str:
        local = f"{slug(given.en.split()[0])}.{slug(family.en)}"
        address = f"{local}@{domain}"
        number = 2
        while address in self._taken:
            address = f"{local}{number}@{domain}"
            number += 1
        self._taken.add(address)
        return address

    def _mobile(self) -> str:
        return self._fresh(lambda: specimen.make_mobile(self._rng))

    def _digits(self, count: int) -> str:
        return "".join(self._rng.choices("0123456789", k=count))

    def _passport(self, pattern: str) -> str:
        return "".join(
            self._rng.choice("0123456789")
            if mark == "#"
            else self._rng.choice(_LETTERS)
            if mark == "@"
            else mark
            for mark in pattern
        )

    def _gulf_vat_number(self, country: str) -> str | None:
        # Kuwait and Qatar levy no VAT; the forms are those of the tax authorities.
        forms = {"AE": ("100", 12), "BH": ("2", 14), "OM": ("OM1100", 6)}
        if country not in forms:
            return None
        start, count = forms[country]
        return self._fresh(lambda: start + self._digits(count))


_CITIES_BY_KEY = {city.key: city for city in CITIES}


def slug(name: str) -> str:
    """``name`` in lower case without anything but letters and digits, for domains and e-mail."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _full_name(first: Text, last: Text) -> Text:
    return Text(f"{first.ar} {last.ar}", f"{first.en} {last.en}")
