"""The demo's content is well formed: services, firm, people and phrases."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from portal.demo.content import firm, phrases
from portal.demo.content import people as people_module
from portal.demo.content.lexicon import names, places, trades
from portal.demo.content.people import CompanySpecimen, Population
from portal.demo.content.services import CATEGORIES, DOCUMENT_TYPES, SERVICES, Service, authorities
from portal.demo.content.text import Text
from portal.kit import identifiers

ARABIC_LETTER = re.compile(r"[\u0621-\u064A]")
ANY_ARABIC = re.compile(r"[\u0600-\u06FF\u0750-\u077F\uFB50-\uFEFF]")
LATIN_LETTER = re.compile(r"[A-Za-z]")
# Tatweel, vowel marks that Saudi business prose leaves out (tanwin, damma, kasratan and shadda
# stay where a word would be misread), Arabic-Indic digits and bidi controls.
UNWANTED_IN_ARABIC = re.compile(
    r"[\u0640\u064C\u064E\u0650\u0652\u0660-\u0669\u200E\u200F\u202A-\u202E]"
)
RESERVED_DOMAIN = re.compile(r"@(?:[a-z0-9-]+\.)*(?:example|example\.com)$")
ABBREVIATIONS = ("Ltd.", "W.L.L.")
GULF = ("AE", "KW", "BH", "QA", "OM")

by_code = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)


def walk(value: object) -> Iterator[object]:
    """Every dataclass and every string inside ``value``."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in dataclasses.fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from walk(tuple(value.items()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from walk(item)


def contents(module: ModuleType) -> Iterator[object]:
    for name, value in vars(module).items():
        if name.isupper():
            yield from walk(value)


def population_sample() -> tuple[object, ...]:
    people = Population(Random(7))
    companies = [people.company() for _ in range(150)]
    companies += [people.company(country=country) for country in GULF for _ in range(5)]
    companies.append(people.long_named_company())
    return (
        tuple(companies),
        tuple(people.contact(company) for company in companies),
        tuple(people.worker(company.sector) for company in companies for _ in range(4)),
        tuple(people.individual() for _ in range(60)),
    )


def all_content() -> list[object]:
    found: list[object] = []
    for module in (firm, phrases, names, places, trades, authorities):
        found.extend(contents(module))
    found.extend(walk(SERVICES))
    found.extend(walk(population_sample()))
    return found


def test_both_languages_are_clean() -> None:
    texts = {item for item in all_content() if isinstance(item, Text)}
    assert len(texts) > 1000
    for text in texts:
        arabic = text.ar.replace("{name}", "")
        assert ARABIC_LETTER.search(arabic), text
        assert not LATIN_LETTER.search(arabic), text
        assert not UNWANTED_IN_ARABIC.search(arabic), text
        assert LATIN_LETTER.search(text.en), text
        assert not ANY_ARABIC.search(text.en), text
        for side in (text.ar, text.en):
            assert side == side.strip(), text
            assert "  " not in side, text
        assert text.ar.count("{name}") == text.en.count("{name}")


def test_the_sentences_end_alike_in_both_languages() -> None:
    for item in all_content():
        if isinstance(item, Text) and not item.en.endswith(ABBREVIATIONS):
            assert item.ar.endswith(".") == item.en.endswith("."), item
            assert item.ar.endswith("؟") == item.en.endswith("?"), item


def test_every_email_address_is_under_a_reserved_domain() -> None:
    addresses = [item for item in all_content() if isinstance(item, str) and "@" in item]
    patterns = {pool.passport for pool in (names.SAUDI, *names.EXPATRIATES)}
    addresses = [item for item in addresses if item not in patterns]
    assert len(addresses) > 200
    for address in addresses:
        assert RESERVED_DOMAIN.search(address), address
        assert identifiers.email(address) == address


# Services


def test_the_catalogue_covers_what_such_a_firm_sells() -> None:
    codes = [service.code for service in SERVICES]
    assert len(codes) >= 20
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[A-Z]{3}-[A-Z]{3}", code) for code in codes)
    asked_for = {
        "IQR-REN", "IQR-ISS", "WPM-REN", "CRN-ISS", "CRN-CNF", "COC-NEW", "COC-REN", "BLD-ISS",
        "BLD-REN", "VIS-ERE", "VIS-FEX", "VIS-FAM", "VIS-WRK", "QIW-CON", "SPN-TRF", "GOS-REG",
        "ZVT-REG", "TRN-DOC", "ATT-MOF", "TMK-REG", "NAD-REG", "SAU-CRT",
    }  # fmt: skip
    assert asked_for <= set(codes)
    assert {service.category for service in SERVICES} == set(CATEGORIES)
    for language in ("ar", "en"):
        titles = [service.name.in_language(language) for service in SERVICES]
        assert len(set(titles)) == len(titles)


@by_code
def test_steps_are_addressable_and_carry_what_their_kind_needs(service: Service) -> None:
    keys = [step.step_key for step in service.steps]
    assert len(keys) >= 3
    assert len(set(keys)) == len(keys)
    for step in service.steps:
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", step.step_key)
        assert 1 <= step.sla_hours <= 240
        assert max(len(step.instructions.ar), len(step.instructions.en)) <= 120
        assert bool(step.documents) == (step.kind == "document_collection")
        assert bool(step.government_fee_key) == (step.kind == "government_fee")
        expected = {"government_fee": "accountant", "approval": "manager"}.get(step.kind)
        assert expected is None or step.role == expected
        if step.kind in {"document_collection", "appointment"}:
            assert step.client_visible
    assert service.steps[-1].step_key == "deliver_result"
    assert service.steps[-1].client_visible


@by_code
def test_each_government_fee_is_paid_by_one_step(service: Service) -> None:
    paid = [step.government_fee_key for step in service.steps if step.government_fee_key]
    assert sorted(paid) == sorted(fee.key for fee in service.government_fees)
    assert len(set(paid)) == len(paid)
    for fee in service.government_fees:
        assert service.government_fee(fee.key) is fee
        assert fee.amount > 0
        assert fee.amount == fee.amount.quantize(Decimal("0.01"))
    with pytest.raises(KeyError):
        service.government_fee("no_such_fee")


@by_code
def test_documents_are_unique_and_eligibility_fits_the_context(service: Service) -> None:
    keys = [document.key for document in service.required_documents]
    assert len(set(keys)) == len(keys)
    for document in service.required_documents:
        assert document.accepts
        assert set(document.accepts) <= {"pdf", "jpg", "png", "docx", "xlsx", "csv"}
    checks = service.eligibility
    assert checks
    assert len(set(checks)) == len(checks)
    if "required_documents" in checks:
        assert any(document.mandatory for document in service.required_documents)
    if {"cr_valid", "company_active", "vat_registered", "national_address_registered"} & set(
        checks
    ):
        assert service.requires_company
    if {"iqama_valid", "passport_valid"} & set(checks):
        assert service.requires_worker


@by_code
def test_price_and_resulting_document(service: Service) -> None:
    assert service.fee > 0
    assert service.fee == service.fee.quantize(Decimal("0.01"))
    assert service.starts_at_price == (service.price_note is not None)
    if service.document_type is None:
        assert service.validity_months is None
    else:
        assert service.document_type in DOCUMENT_TYPES
        assert service.validity_months is None or service.validity_months > 0


def test_one_document_key_means_one_document() -> None:
    meaning: dict[str, Text] = {}
    for service in SERVICES:
        for document in service.required_documents:
            assert meaning.setdefault(document.key, document.name) == document.name, document.key


def test_some_fees_vary_and_some_bear_vat() -> None:
    assert any(service.starts_at_price for service in SERVICES)
    assert any(not service.starts_at_price for service in SERVICES)
    assert {fee.is_disbursement for service in SERVICES for fee in service.government_fees} == {
        True,
        False,
    }
    kinds = {step.kind for service in SERVICES for step in service.steps}
    assert kinds == {
        "task", "document_collection", "government_fee", "approval", "appointment"
    }  # fmt: skip


# The firm


def test_legal_entities_pass_the_real_checks() -> None:
    entities = firm.LEGAL_ENTITIES
    assert len(entities) == 3
    assert [entity.vat_number for entity in entities].count(None) == 1
    for entity in entities:
        number = entity.commercial_registration
        assert identifiers.commercial_registration(number) == number
        assert identifiers.unified_number(entity.unified_number) == entity.unified_number
        if entity.vat_number is not None:
            assert identifiers.vat_number(entity.vat_number) == entity.vat_number
        assert identifiers.iban(entity.iban) == entity.iban
        bank = identifiers.iban_bank(entity.iban)
        assert bank is not None
        assert Text(bank.ar, bank.en) == entity.bank_name
        assert identifiers.phone(entity.phone) == entity.phone
        check_address(entity.address)
    for unique in ("key", "iban", "unified_number", "commercial_registration", "number_prefix"):
        assert len({getattr(entity, unique) for entity in entities}) == 3


def check_address(address: firm.NationalAddress) -> None:
    assert identifiers.building_number(address.building_number) == address.building_number
    assert identifiers.additional_number(address.additional_number) == address.additional_number
    assert identifiers.postal_code(address.postal_code) == address.postal_code
    assert identifiers.short_address(address.short_code) == address.short_code
    assert address.short_code.endswith(address.building_number)


def test_workspace_and_staff() -> None:
    assert ZoneInfo(firm.WORKSPACE.time_zone).key == "Asia/Riyadh"
    assert firm.WORKSPACE.currency == "SAR"
    assert len(firm.STAFF) == 8
    assert {member.role for member in firm.STAFF} == set(firm.ROLES)
    assert set(firm.ROLES) == {"owner", "manager", "officer", "accountant", "viewer"}
    assert [member.role for member in firm.STAFF].count("owner") == 1
    assert {member.language for member in firm.STAFF} == {"ar", "en"}
    assert len({member.email for member in firm.STAFF}) == 8
    assert len({member.mobile for member in firm.STAFF}) == 8
    for member in firm.STAFF:
        assert identifiers.phone(member.mobile) == member.mobile


# People


def test_one_seed_gives_one_population() -> None:
    assert population_sample() == population_sample()
    assert Population(Random(1)).company() != Population(Random(2)).company()


def test_companies_pass_the_real_checks_and_never_repeat() -> None:
    people = Population(Random(3))
    companies = [people.company() for _ in range(1500)]
    for unique in ("name", "commercial_registration", "unified_number", "iban"):
        assert len({getattr(company, unique) for company in companies}) == 1500
    for company in companies:
        check_saudi_company(company)
    unregistered = sum(company.vat_number is None for company in companies)
    assert 75 < unregistered < 375


def check_saudi_company(company: CompanySpecimen) -> None:
    number = company.commercial_registration
    assert identifiers.commercial_registration(number) == number
    assert company.unified_number is not None
    identifiers.unified_number(company.unified_number)
    if company.vat_number is not None:
        identifiers.vat_number(company.vat_number)
    assert company.iban is not None
    bank = identifiers.iban_bank(company.iban)
    assert bank is not None
    assert company.bank_name == Text(bank.ar, bank.en)
    assert company.address is not None
    assert company.address.city == company.city
    check_address(company.address)


def test_postal_codes_are_those_of_the_district() -> None:
    people = Population(Random(4))
    for city in places.CITIES:
        for _ in range(20):
            address = people.address(city.key)
            assert address.city == city.name
            district = next(item for item in city.districts if item.name == address.district)
            assert district.first_code <= int(address.postal_code) <= district.last_code
    with pytest.raises(KeyError):
        people.address("atlantis")


def test_the_two_names_of_a_company_say_the_same() -> None:
    people = Population(Random(5))
    activities = [activity for sector in trades.SECTORS for activity in sector.activities]
    for company in [people.company() for _ in range(300)]:
        matches = [
            (first, second)
            for first in trades.FIRST_WORDS
            for second in trades.SECOND_WORDS
            if company.name.en.startswith(f"{first.en} {second.en} ")
        ]
        first, second = matches[0]
        assert len(matches) == 1
        assert f" {first.ar} {second.ar} " in company.name.ar
        assert any(
            f" {activity.en} " in company.name.en and f" {activity.ar}" in company.name.ar
            for activity in activities
        )


@pytest.mark.parametrize("country", GULF)
def test_gulf_companies_carry_numbers_of_their_own_country(country: str) -> None:
    people = Population(Random(6))
    for company in [people.company(country=country) for _ in range(20)]:
        assert company.country == country
        assert company.address is None
        assert company.unified_number is None
        assert company.city in {city.name for city in places.GULF_CITIES if city.country == country}
        assert (company.vat_number is None) == (country in {"KW", "QA"})
        if company.vat_number is not None:
            assert identifiers.vat_number(company.vat_number, country) == company.vat_number


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(ValueError, match="FR"):
        Population(Random(6)).company(country="FR")


def test_a_used_up_stock_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_module, "FIRST_WORDS", trades.FIRST_WORDS[:1])
    monkeypatch.setattr(people_module, "SECOND_WORDS", trades.SECOND_WORDS[:1])
    monkeypatch.setattr(people_module, "SECTORS", trades.SECTORS[:1])
    people = Population(Random(8))
    for _ in trades.SECTORS[0].activities:
        people.company(country="OM")
    with pytest.raises(RuntimeError, match="taken"):
        people.company(country="OM")


def test_the_long_name_is_long_in_both_languages() -> None:
    name = Population(Random(9)).long_named_company().name
    assert min(len(name.ar), len(name.en)) > 140


def test_workers_pass_the_real_checks_and_never_repeat() -> None:
    people = Population(Random(10))
    workers = [people.worker() for _ in range(3000)]
    assert len({worker.identity_number for worker in workers}) == 3000
    assert len({worker.passport_number for worker in workers}) == 3000
    for worker in workers:
        found = identifiers.national_id(worker.identity_number)
        assert found.kind == worker.kind
        assert (worker.kind == "citizen") == (worker.nationality == "SA")
        assert identifiers.passport(worker.passport_number) == worker.passport_number
        assert identifiers.phone(worker.mobile) == worker.mobile
        assert 1966 <= worker.birth_date.year <= 2003
    assert len({worker.nationality for worker in workers}) >= 12
    assert {worker.gender for worker in workers} == {"male", "female"}


def test_workers_hold_professions_of_their_sector() -> None:
    people = Population(Random(11))
    for sector in trades.SECTORS:
        titles = {job.title for job in sector.jobs}
        assert {people.worker(sector.key).job_title for _ in range(30)} <= titles
    with pytest.raises(KeyError):
        people.worker("astronautics")


def test_contacts_can_be_written_to_in_their_language() -> None:
    people = Population(Random(12))
    company = people.company()
    contacts = [people.contact(company) for _ in range(600)]
    assert len({contact.email for contact in contacts}) == 600
    assert {contact.language for contact in contacts} == {"ar", "en"}
    women = {title.woman for title in names.CONTACT_TITLES}
    for contact in contacts:
        assert contact.email.endswith(f"@{company.domain}")
        if contact.gender == "female":
            assert contact.job_title in women


def test_a_number_that_comes_twice_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["2000000008", "2000000008", "2000000016"])
    monkeypatch.setattr(people_module.specimen, "make_national_id", lambda rng, kind: next(drawn))
    people = Population(Random(14))
    workers = [people.worker("construction") for _ in range(2)]
    assert [worker.identity_number for worker in workers] == ["2000000008", "2000000016"]


def test_the_two_names_of_a_person_are_of_the_same_words() -> None:
    people = Population(Random(15))
    company = people.company()
    pools = {pool.country: pool for pool in (names.SAUDI, *names.EXPATRIATES)}
    for worker in [people.worker() for _ in range(500)]:
        pool = pools[worker.nationality]
        given = pool.women if worker.gender == "female" else pool.men
        assert worker.name in spellings(given, pool)
        assert worker.nationality_name == pool.nationality
    all_names = {
        name
        for pool in pools.values()
        for given in (pool.men, pool.women)
        for name in spellings(given, pool)
    }
    for _ in range(200):
        assert people.contact(company).name in all_names
        assert people.individual().name in all_names


def spellings(given: tuple[Text, ...], pool: names.NamePool) -> set[Text]:
    """Every full name of a pool, with and without the father's."""
    with_father = {
        Text(f"{first.ar} {father.ar}", f"{first.en} {father.en}")
        for first in given
        for father in pool.men
        if father != first
    }
    return {
        Text(f"{first.ar} {family.ar}", f"{first.en} {family.en}")
        for first in with_father | set(given)
        for family in pool.families
    }


def test_individuals_are_citizens() -> None:
    people = Population(Random(13))
    for person in [people.individual() for _ in range(100)]:
        assert identifiers.national_id(person.national_id).kind == "citizen"


@pytest.mark.parametrize(
    "pool", [names.SAUDI, *names.EXPATRIATES], ids=lambda pool: str(pool.country)
)
def test_a_name_has_one_spelling_in_each_script(pool: names.NamePool) -> None:
    for words in (pool.men, pool.women, pool.families):
        assert len({word.ar for word in words}) == len(words)
        assert len({word.en for word in words}) == len(words)


# Phrases


@pytest.mark.parametrize(
    "texts",
    [value for name, value in vars(phrases).items() if name.isupper()],
    ids=[name for name in vars(phrases) if name.isupper()],
)
def test_there_are_enough_phrases_and_none_twice(texts: tuple[object, ...]) -> None:
    assert len(texts) >= 10
    assert len(set(texts)) == len(texts)


def test_free_lines_have_prices() -> None:
    for line in phrases.FREE_LINES:
        assert line.unit_price > 0
