"""A dozen of each kind made through the services, today: with real papers, links and timelines.

They are what a person who looks around opens first: the newest ones of each list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.accounts import service as accounts
from portal.accounts.models import StaffMember
from portal.accounts.service.signing_in import staff_actor
from portal.catalog.models import ServiceDefinition
from portal.clients.models import Client
from portal.companies.models import Company, Worker
from portal.core.actor import Actor
from portal.core.files import Upload
from portal.demo.content import phrases
from portal.demo.world import World
from portal.invoices import service as invoices
from portal.invoices.models import Invoice
from portal.invoices.schemas import AllocationIn, InvoiceDraft, InvoiceLineIn, PaymentIn, ProofIn
from portal.links import service as links
from portal.orders import service as orders
from portal.orders.models import ServiceOrder
from portal.orders.schemas import FeePaidIn, OrderIn
from portal.quotations import service as quotations
from portal.quotations.models import Quotation
from portal.quotations.schemas import (
    AcceptIn,
    CommentIn,
    DeclineIn,
    LineIn,
    QuotationIn,
    UndoIn,
)

QUOTATIONS, ORDERS, INVOICES = 12, 11, 12
UNITS = 2  # of the journeys that order more than one
HALF = Decimal("0.5")
_IP, _BROWSER = "203.0.113.20", "Mozilla/5.0"
_PROOF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass
class _Case:
    """A client with a company in order, and workers whose papers are valid."""

    client: Client
    company: Company
    workers: list[Worker]


class Journeys:
    """The cast of the journeys: staff of each role and clients whose papers are in order."""

    def __init__(self, world: World, staff: Sequence[StaffMember]) -> None:
        self._world = world
        workspace = accounts.the_workspace(world.actor)
        self._staff = {member.role: staff_actor(member, workspace) for member in staff}
        self._cases = self._sound_cases()
        by_code = {service.code: service for service in world.services}
        self._renewal = by_code["IQR-REN"]
        self._simple = next(
            service
            for service in world.services
            if not service.requires_worker and service.requires_company and service.fees
        )

    def _sound_cases(self) -> list[_Case]:
        today = self._world.today
        clients = {client.id: client for client in self._world.clients}
        cases = []
        for company in self._world.companies:
            workers = [
                worker
                for worker in self._world.workers.get(company.id, [])
                if (worker.identity_expires_on or today) > today
                and (worker.passport_expires_on or today) > today
            ]
            confirmed = company.confirmation_on is None or company.confirmation_on > today
            if confirmed and company.vat_number and len(workers) >= UNITS:
                cases.append(_Case(clients[company.client_id], company, workers))
        if not cases:
            raise RuntimeError("no company of the demo has its papers in order")
        return cases

    def walk(self) -> None:
        """Every journey, from a draft to a credited invoice."""
        walks: list[Callable[[_Case], object]] = [
            self._draft,
            self._sent,
            self._viewed,
            self._asked,
            self._revised,
            self._declined,
            self._withdrawn,
            self._waiting,
            self._undone,
            self._working,
            self._part_paid,
            self._paid,
        ]
        for place, walk in enumerate(walks):
            walk(self._cases[place % len(self._cases)])
        for place in range(4):
            self._direct(self._cases[-1 - place % len(self._cases)], place)
        for place in range(7):
            self._bill(self._cases[(place * 3) % len(self._cases)], place)

    # quotations

    def _compose(self, case: _Case, service: ServiceDefinition, units: int = 1) -> Quotation:
        named = case.workers[:units] if service.requires_worker else []
        free = phrases.FREE_LINES[2]
        note = phrases.QUOTATION_NOTES[1]
        return quotations.create(
            self._staff["manager"],
            QuotationIn(
                client_id=case.client.id,
                company_id=case.company.id,
                notes_ar=note.ar,
                notes_en=note.en,
                lines=[
                    LineIn(
                        service_definition_id=service.id,
                        quantity=Decimal(units),
                        worker_ids=[worker.id for worker in named],
                    ),
                    LineIn(
                        description_ar=free.description.ar,
                        description_en=free.description.en,
                        unit_price=free.unit_price,
                        optional=True,
                    ),
                ],
            ),
        )

    def _holder(self, quotation: Quotation) -> Actor:
        """Whoever has the quotation's link."""
        link = links.current(("quotation", quotation.id), "quotation")
        if link is None:
            raise RuntimeError("a sent quotation has a link")
        return links.open_link(
            links.token(link), "quotation", ip=_IP, user_agent=_BROWSER, locale=None
        ).actor

    def _draft(self, case: _Case) -> Quotation:
        return self._compose(case, self._renewal)

    def _sent(self, case: _Case) -> Quotation:
        made = self._compose(case, self._renewal)
        return quotations.send(self._staff["manager"], made.id)

    def _viewed(self, case: _Case) -> Quotation:
        sent = self._sent(case)
        return quotations.mark_viewed(self._holder(sent), sent.id)

    def _asked(self, case: _Case) -> None:
        seen = self._viewed(case)
        exchange = phrases.EXCHANGES[0]
        name = case.client.contacts[0].name
        language = seen.language
        question = CommentIn(body=exchange.question.in_language(language), name=name)
        quotations.ask(self._holder(seen), seen.id, question)
        answer = CommentIn(body=exchange.answer.in_language(language))
        quotations.answer(self._staff["manager"], seen.id, answer)

    def _revised(self, case: _Case) -> None:
        seen = self._viewed(case)
        manager = self._staff["manager"]
        quotations.revise(manager, seen.id)
        better = quotations.as_input(manager, seen.id).model_copy(
            update={"discount_percent": Decimal(10)}
        )
        quotations.update(manager, seen.id, better)
        quotations.send(manager, seen.id)

    def _declined(self, case: _Case) -> None:
        seen = self._viewed(case)
        reason = phrases.DECLINE_REASONS[0].in_language(seen.language)
        name = case.client.contacts[0].name
        quotations.decline(self._holder(seen), seen.id, DeclineIn(reason=reason, name=name))

    def _withdrawn(self, case: _Case) -> None:
        sent = self._sent(case)
        quotations.withdraw(self._staff["manager"], sent.id, phrases.WITHDRAW_REASONS[1].ar)

    def _accepted(
        self, case: _Case, service: ServiceDefinition | None = None, units: int = 1
    ) -> Quotation:
        made = self._compose(case, service or self._renewal, units)
        quotations.send(self._staff["manager"], made.id)
        holder = self._holder(made)
        quotations.mark_viewed(holder, made.id)
        contact = case.client.contacts[0]
        wish = AcceptIn(name=contact.name, role=contact.role, version=made.current_version)
        quotations.accept(holder, made.id, wish)
        return made

    # what follows from an acceptance

    def _waiting(self, case: _Case) -> None:
        """Two orders that wait for their documents."""
        self._accepted(case, units=UNITS)

    def _undone(self, case: _Case) -> None:
        made = self._accepted(case, self._simple)
        reason = phrases.UNDO_REASONS[0].ar
        quotations.undo_acceptance(self._staff["manager"], made.id, UndoIn(reason=reason))

    def _working(self, case: _Case) -> None:
        """One order under way, one on hold."""
        made = self._accepted(case, units=UNITS)
        first, *others = [self._complete(order_id) for order_id in made.order_ids]
        self._steps(first, 3)
        officer = self._staff["officer"]
        for order in others:
            key = order.steps[0].step_key
            orders.start_step(officer, order.id, key)
            orders.hold_step(officer, order.id, key, phrases.HOLD_REASONS[1].ar)

    def _part_paid(self, case: _Case) -> None:
        made = self._accepted(case, self._simple)
        invoice = orders.invoice_quotation(self._staff["owner"], made.id, issue=True)
        invoices.send(self._staff["accountant"], invoice.id)
        self._pay(invoice, (invoice.total * HALF).quantize(Decimal("0.01")))

    def _paid(self, case: _Case) -> None:
        """From the acceptance to the completed order and the paid invoice."""
        made = self._accepted(case, self._simple)
        for order_id in made.order_ids:
            order = self._complete(order_id)
            self._steps(order, len(order.steps))
        invoice = orders.invoice_quotation(self._staff["owner"], made.id, issue=True)
        invoices.send(self._staff["accountant"], invoice.id)
        self._prove(invoice)
        self._pay(invoice, invoice.total)

    def _complete(self, order_id: int) -> ServiceOrder:
        """An order with every document that it waits for."""
        officer = self._staff["officer"]
        order = orders.get(officer, order_id)
        for document in order.requirements["documents"]:
            orders.receive_document(
                officer, order.id, document["key"], None, "اطّلعنا على الأصل لدى العميل"
            )
        return order

    def _steps(self, order: ServiceOrder, count: int) -> None:
        """Work through the first ``count`` steps, paying the fees on the way."""
        for step in list(order.steps)[:count]:
            actor = self._staff["manager" if step.role == "manager" else "officer"]
            orders.start_step(actor, order.id, step.step_key)
            if step.fee is not None:
                reference = str(self._world.rng.randrange(10**9, 10**10))
                orders.pay_fee(actor, order.id, step.step_key, FeePaidIn(reference=reference))
            orders.complete_step(actor, order.id, step.step_key)

    # money

    def _prove(self, invoice: Invoice) -> None:
        link = invoices.link_of(invoice)
        if link is None:
            raise RuntimeError("an issued invoice has a link")
        opened = links.open_link(
            links.token(link), "invoice", ip=_IP, user_agent=_BROWSER, locale=None
        )
        upload = Upload("transfer.pdf", _PROOF)
        invoices.submit_proof(opened.actor, invoice.id, upload, ProofIn(amount=invoice.total))

    def _pay(self, invoice: Invoice, amount: Decimal) -> None:
        accountant = self._staff["accountant"]
        wanted = PaymentIn(
            client_id=invoice.client_id,
            amount=amount,
            reference=f"FT{self._world.rng.randrange(10**9, 10**10)}",
            allocations=[AllocationIn(invoice_id=invoice.id, amount=amount)],
        )
        payment = invoices.record_payment(accountant, wanted)
        invoices.post_payment(accountant, payment.id)

    def _direct(self, case: _Case, place: int) -> None:
        """Orders without a quotation: ready, under way, cancelled, completed and billed."""
        officer = self._staff["officer"]
        order = orders.create(
            officer,
            OrderIn(
                service_definition_id=self._renewal.id,
                company_id=case.company.id,
                worker_id=case.workers[0].id,
            ),
        )
        if place == 1:
            orders.start_step(officer, order.id, order.steps[0].step_key)
        elif place == 2:
            orders.cancel(officer, order.id, phrases.CANCEL_REASONS[0].ar)
        elif place == 3:
            self._steps(self._complete(order.id), len(order.steps))
            orders.draw_invoice(self._staff["owner"], order.id)

    def _bill(self, case: _Case, place: int) -> None:
        """Invoices by themselves: of each legal entity; the first two are taken back again."""
        accountant = self._staff["accountant"]
        free = phrases.FREE_LINES[place % len(phrases.FREE_LINES)]
        entity = self._world.entities[place % len(self._world.entities)]
        drawn = invoices.draft(
            accountant,
            InvoiceDraft(
                client_id=case.client.id,
                company_id=case.company.id,
                legal_entity_id=entity.id,
                lines=[
                    InvoiceLineIn(
                        description_ar=free.description.ar,
                        description_en=free.description.en,
                        unit_price=free.unit_price,
                    )
                ],
            ),
        )
        invoice = invoices.issue(accountant, drawn.id)
        if place < 2:
            reason = phrases.CREDIT_NOTE_REASONS[place].in_language(invoice.language)
            invoices.credit(accountant, invoice.id, reason)
        elif place % 2:
            self._pay(invoice, invoice.total)


def walk(world: World, staff: Sequence[StaffMember]) -> None:
    """Make the journeys' quotations, orders, invoices and payments."""
    Journeys(world, staff).walk()
