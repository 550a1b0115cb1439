"""A workspace for one test, and the doors into it."""

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask.testing import FlaskClient

from portal.accounts import service as accounts
from portal.accounts.schemas import LegalEntityIn, StaffIn, WorkspaceIn
from portal.accounts.service.signing_in import staff_actor
from portal.core.actor import Actor
from portal.core.db import unit_of_work
from portal.core.fields import NationalAddress
from portal.core.permissions import SCOPES
from portal.kit import specimen
from portal.web.application import Application

_serial = itertools.count(1)
PASSWORD = "correct horse battery"
ADDRESS = NationalAddress(
    building_number="2929",
    street="شارع العليا",
    district="العليا",
    city="الرياض",
    postal_code="12211",
    additional_number="7654",
)


@dataclass
class House:
    """One workspace: ids, and ways in."""

    app: Application
    slug: str
    workspace_id: int
    legal_entity_id: int
    rng: random.Random
    emails: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address this house's browsers come from."""
        high, low = divmod(self.workspace_id, 65536)
        return f"10.{high % 256}.{low // 256}.{low % 256}"

    @contextmanager
    def work(self, role: str = "owner") -> Iterator[Actor]:
        """A unit of work as staff of ``role``: commits at the end of the block.

        Run the service's functions inside it; read what you assert on before it ends.
        """
        with self.app.app_context():
            email = self.staff(role)
            with unit_of_work():
                user_id = _user_id(email)
            with unit_of_work(self.workspace_id):
                found = accounts.resume(
                    accounts.SignedIn(user_id, self.workspace_id, 1, "en"),
                    ip="203.0.113.9",
                    user_agent="test",
                    locale="en",
                )
                assert found is not None
                yield found[0]

    def staff(self, role: str) -> str:
        """The e-mail address of a member of staff with ``role``, added when first asked for."""
        if role not in self.emails:
            email = f"{role}-{self.slug}@example.com"
            with self.app.app_context(), unit_of_work(self.workspace_id):
                workspace = accounts.workspace_by_slug(self.slug)
                accounts.add_staff(
                    accounts.owner_actor(workspace),
                    StaffIn(
                        email=email,
                        name_ar="نورة القحطاني",
                        name_en="Noura Al-Qahtani",
                        role=role,  # type: ignore[arg-type]
                        password=PASSWORD,
                        locale="en",
                    ),
                )
            self.emails[role] = email
        return self.emails[role]

    def browser(self, role: str = "owner", locale: str = "en") -> FlaskClient:
        """A browser signed in as staff of ``role``; forms are posted without a CSRF token."""
        email = self.staff(role)
        browser = self.app.test_client()
        # an address of its own: the house limits sign-ins by address
        browser.environ_base["REMOTE_ADDR"] = self.address
        self.app.config["WTF_CSRF_ENABLED"] = False
        answer = browser.post("/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        browser.set_cookie("lang", locale)
        return browser

    def key(self, scopes: Sequence[str] = SCOPES) -> dict[str, str]:
        """Headers of a new API key with ``scopes``, in English."""
        with self.app.app_context(), unit_of_work(self.workspace_id):
            workspace = accounts.workspace_by_slug(self.slug)
            actor = accounts.owner_actor(workspace)
            _, secret = accounts.mint(actor, name="test", scopes=scopes)
        return {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}


def _user_id(email: str) -> int:
    from portal.accounts import repository

    user = repository.user_by_email(email)
    assert user is not None
    return user.id


def make_house(app: Application, *, vat_registered: bool = True, plan: str = "scale") -> House:
    """A new workspace with one legal entity."""
    rng = random.Random(f"house-{next(_serial)}-{random.random()}")
    slug = f"t{rng.randrange(10**12)}"
    with app.app_context():
        with unit_of_work():
            workspace = accounts.create_workspace(
                slug, WorkspaceIn(name_ar="شركة الاختبار", name_en="Test Firm")
            )
            workspace.plan = plan
            workspace_id = workspace.id
        with unit_of_work(workspace_id):
            actor = accounts.owner_actor(accounts.workspace_by_slug(slug))
            entity = accounts.save_legal_entity(
                actor,
                LegalEntityIn(
                    code="RUH",
                    name_ar="شركة الاختبار للخدمات",
                    name_en="Test Services Company",
                    vat_number=specimen.make_vat_number(rng) if vat_registered else None,
                    commercial_registration=specimen.make_cr(rng),
                    address_ar=ADDRESS,
                    iban=specimen.make_iban(rng),
                    bank_name_ar="مصرف الراجحي",
                    bank_name_en="Al Rajhi Bank",
                    is_default=True,
                ),
            )
            entity_id = entity.id
    return House(app, slug, workspace_id, entity_id, rng)


__all__ = ["ADDRESS", "PASSWORD", "House", "make_house", "staff_actor"]
