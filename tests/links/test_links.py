"""Public addresses: opening, ending, logging, and what the database holds of them."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import text

from portal.core import audit, jobs, later, mail
from portal.core.actor import ActorKind, system_actor
from portal.core.db import CARRIES_WORKSPACE, now, session, unit_of_work
from portal.core.errors import Conflict, NotFound
from portal.core.secrets import fingerprint
from portal.links import service
from tests.factories.clients import make_client
from tests.factories.house import House

SUBJECT = ("quotation", 41)


def _link(house: House, **changes: object) -> tuple[int, str]:
    """A link's id and token."""
    with house.work() as actor:
        client = make_client(actor, name_en="Holder Ltd")
        values = {
            "purpose": "quotation",
            "subject": SUBJECT,
            "client_id": client.id,
            "expires_at": now() + timedelta(days=7),
            "permissions": ["quotations:read"],
            "locale": "en",
            **changes,
        }
        link = service.create(actor, **values)  # type: ignore[arg-type]
        return link.id, service.token(link)


def _open(token: str, purpose: str = "quotation") -> service.OpenedLink:
    return service.open_link(token, purpose, ip="198.51.100.7", user_agent="x", locale="en")


def test_the_token_opens_its_subject_with_its_few_permissions(house: House) -> None:
    link_id, token = _link(house)
    with house.app.app_context(), unit_of_work():
        opened = _open(token)
        actor = opened.actor
        assert opened.ended is None
        assert (actor.kind, actor.identity, actor.subject) == (ActorKind.LINK, link_id, SUBJECT)
        assert actor.workspace_id == house.workspace_id
        assert actor.display_name == "Holder Ltd"
        assert actor.can("quotations:read")
        assert not actor.can("clients:read")
        assert service.path(opened.link) == f"/q/{token}"
        assert service.url(opened.link) == f"http://localhost/q/{token}"


@pytest.mark.parametrize("token", ["", "short", "x" * 43, "é" * 43, "a" * 500, "' OR 1=1 --"])
def test_an_unknown_token_is_not_found(house: House, token: str) -> None:
    with house.app.app_context(), unit_of_work(), pytest.raises(NotFound):
        _open(token)


def test_a_token_serves_one_purpose(house: House) -> None:
    _, token = _link(house)
    with house.app.app_context(), unit_of_work(), pytest.raises(NotFound):
        _open(token, "invoice")


def test_an_expired_link_explains_itself_and_only_renews(house: House) -> None:
    _, token = _link(house, expires_at=now() - timedelta(seconds=1))
    with house.app.app_context(), unit_of_work():
        opened = _open(token)
        assert opened.ended == "expired"
        assert opened.actor.permissions == {service.RENEW}


def test_a_revoked_link_stays_so_and_is_no_longer_current(house: House) -> None:
    link_id, token = _link(house)
    with house.work() as actor:
        link = service.revoke(actor, service.get(link_id))
        service.revoke(actor, link)
        assert service.current(SUBJECT, "quotation") is None
        with pytest.raises(Conflict):
            service.extend(actor, link, None)
        verbs = [entry.verb for entry in audit.timeline([SUBJECT])]
        assert verbs == ["link.revoked", "link.created"]
    with house.app.app_context(), unit_of_work():
        opened = _open(token)
        assert opened.ended == "revoked"
        assert not opened.actor.can("quotations:read")


def test_extending_an_expired_link_brings_it_back(house: House) -> None:
    link_id, token = _link(house, expires_at=now() - timedelta(days=1))
    with house.work() as actor:
        service.extend(actor, service.get(link_id), now() + timedelta(days=1))
    with house.app.app_context(), unit_of_work():
        assert _open(token).ended is None


def test_the_token_is_stored_nowhere(house: House) -> None:
    link_id, token = _link(house)
    with house.app.app_context(), unit_of_work(house.workspace_id):
        # the row, its audit entry and everything else this workspace has
        link = service.get(link_id)
        columns = [str(value) for value in vars(link).values()]
        assert not any(token in value for value in columns)
        assert link.token_hash == fingerprint(token)
        assert link.nonce != token
        for table in ("link", "audit_entry", "event", "job", "mail_message"):
            rows = session().execute(
                text(f"SELECT * FROM {table}"),  # noqa: S608 - a fixed list of tables
                execution_options=CARRIES_WORKSPACE,
            )
            assert not any(token in str(tuple(row)) for row in rows), table


def test_opening_writes_only_a_later_note(house: House) -> None:
    link_id, token = _link(house)
    with house.app.app_context():
        later.flush()
        with unit_of_work():
            opened = _open(token)
            service.note_view(opened)
            assert not session().new
            assert not session().dirty
        with unit_of_work(house.workspace_id):
            assert service.get(link_id).view_count == 0
        later.flush()
        with unit_of_work(house.workspace_id):
            link = service.get(link_id)
            (view,) = service.views(link)
            assert (link.view_count, view.ip, view.user_agent) == (1, "198.51.100.7", "x")
            assert link.last_viewed_at == view.at


def test_a_link_of_another_workspace_is_not_found(house: House, other_house: House) -> None:
    link_id, _ = _link(house)
    with other_house.work():
        with pytest.raises(NotFound):
            service.get(link_id)
        assert service.current(SUBJECT, "quotation") is None


def test_an_unknown_purpose_is_a_mistake_of_ours(house: House) -> None:
    with pytest.raises(ValueError, match="no path"):
        _link(house, purpose="party")


def test_mail_gets_the_address_at_sending_and_its_row_never_holds_it(house: House) -> None:
    link_id, token = _link(house)
    with house.app.app_context():
        with unit_of_work(house.workspace_id) as current:
            message = mail.queue(
                system_actor(house.workspace_id),
                "password_reset",
                to=[("holder@client.example", "")],
                locale="en",
                context={
                    "sender_name": "Test Firm",
                    "url": {"$resolve": "link_url", "id": link_id},
                    "minutes": 30,
                },
                subject=SUBJECT,
            )
            message_id = message.id
            current.flush()
            assert token not in str(message.context)
        jobs.run_due()
        with unit_of_work(house.workspace_id):
            sent = [row for row in mail.of_subject(*SUBJECT) if row.id == message_id]
            assert [row.state for row in sent] == ["sent"]
    folder = house.app.extensions["house"].settings.data / "mail"
    messages = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in folder.glob("*.eml")
    ]
    bodies = [body.get_content() for m in messages if (body := m.get_body(("plain",)))]
    assert sum(f"http://localhost/q/{token}" in body for body in bodies) == 1
