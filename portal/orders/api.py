"""The API's door to orders."""

from typing import Any

from pydantic import Field

from portal.core.schema import Id, Schema
from portal.orders import service
from portal.orders.schemas import (
    CancelIn,
    OrderFilter,
    OrderIn,
    OrderOut,
    OrderPatch,
    OrderSummary,
    StepOut,
)
from portal.web.api import Api, IdPath, ListQuery, listing, page_answer
from portal.web.context import current_actor

api = Api("orders", __name__, tag="Orders", description="Service requests and their steps.")


class OrderQuery(ListQuery, OrderFilter):
    """The filters of the list of orders."""


class StepPath(Schema):
    """The path of one step of an order."""

    id: Id
    step_key: str = Field(min_length=1, max_length=60)


@api.operation("GET", "/orders", scope="orders:read", answers=listing("OrderList", OrderSummary))
def list_orders(query: OrderQuery) -> Any:
    """List orders, newest first."""
    asked = OrderFilter(**query.model_dump(exclude={"page", "per_page"}))
    page = service.listed(current_actor(), asked, page=query.page, per_page=query.per_page)
    return page_answer(page, service.summary_out)


@api.operation("POST", "/orders", scope="orders:write", answers=OrderOut, status=201)
def create_order(body: OrderIn) -> Any:
    """Order a published service; 422 names every reason why it cannot be taken."""
    actor = current_actor()
    return service.order_out(actor, service.create(actor, body))


@api.operation("GET", "/orders/<int:id>", scope="orders:read", answers=OrderOut, errors=(404,))
def get_order(path: IdPath) -> Any:
    """Get an order with its steps and price breakdown."""
    actor = current_actor()
    return service.order_out(actor, service.get(actor, path.id))


@api.operation(
    "PATCH", "/orders/<int:id>", scope="orders:write", answers=OrderOut, errors=(404, 409)
)
def update_order(path: IdPath, body: OrderPatch) -> Any:
    """Change an order's priority."""
    actor = current_actor()
    return service.order_out(actor, service.update(actor, path.id, body))


@api.operation(
    "GET",
    "/orders/<int:id>/steps/<step_key>",
    scope="orders:read",
    answers=StepOut,
    errors=(404,),
)
def get_step(path: StepPath) -> Any:
    """Get one step of an order."""
    order = service.get(current_actor(), path.id)
    return service.step_out(order, service.step_of(order, path.step_key))


@api.operation(
    "POST",
    "/orders/<int:id>/cancel",
    scope="orders:write",
    answers=OrderOut,
    errors=(404, 409),
)
def cancel_order(path: IdPath, body: CancelIn) -> Any:
    """Cancel an order that is not completed."""
    actor = current_actor()
    return service.order_out(actor, service.cancel(actor, path.id, body.reason))
