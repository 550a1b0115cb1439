"""The API's door: a blueprint whose operations say scope, schema and answer in one place.

``flask-openapi3`` draws the document from the same declaration that guards and parses, so what is
published is what is enforced. Adding a resource is one ``api.py`` with one ``Api`` in it.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

import orjson
from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field, ValidationError

from portal.core.errors import AppError, Invalid, NotFound
from portal.core.field_messages import from_pydantic, message_for
from portal.core.i18n import lazy_gettext
from portal.core.paging import Page, PageMeta
from portal.core.schema import Id, Schema
from portal.web.context import current_actor

View = Callable[..., Any]
F = TypeVar("F", bound=View)

PREFIX = "/api/v1"
SECURITY = "api_key"


class FieldProblem(BaseModel):
    """One field of a ``validation_failed`` answer."""

    field: str
    message: str
    code: str


class ErrorOut(BaseModel):
    """Every error: a message in the reader's language and a code that never changes."""

    message: str
    code: str
    errors: list[FieldProblem] | None = None
    required_scope: str | None = None


class IdPath(Schema):
    """The path of one resource."""

    id: Id


class EmptyBody(Schema):
    """An action without arguments; a body may be left out."""


def listing(name: str, item: type[BaseModel]) -> type[BaseModel]:
    """The schema of a paginated list of ``item``: ``{data, meta}``."""
    return type(
        name,
        (BaseModel,),
        {"__annotations__": {"data": list[item], "meta": PageMeta}, "__doc__": "A page of a list."},  # type: ignore[valid-type]
    )


def page_answer(page: Page[Any], item: Callable[[Any], Any]) -> dict[str, Any]:
    """The body of a list: every row through ``item``, and the figures."""
    return {"data": [item(row) for row in page.rows], "meta": page.meta}


def json_answer(value: Any, status: int = 200) -> Response:
    """Serialise a schema, or dicts and lists of them, as JSON bytes."""
    data = orjson.dumps(value, default=_plain)
    return Response(data, status=status, mimetype="application/json")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"not serialisable: {type(value)}")


class Api(APIBlueprint):  # type: ignore[misc]
    """The API operations of one domain."""

    def __init__(self, name: str, import_name: str, *, tag: str, description: str = "") -> None:
        super().__init__(
            f"{name}_api",
            import_name,
            url_prefix=PREFIX,
            abp_tags=[Tag(name=tag, description=description)],
        )

    def operation(
        self,
        method: str,
        rule: str,
        *,
        scope: str | None,
        answers: type[BaseModel] | None,
        status: int = 200,
        errors: Iterable[int] = (),
    ) -> Callable[[F], F]:
        """Declare one operation.

        ``scope`` None means a public token operation, reached without a key. ``errors`` are the
        statuses beyond those every operation may answer. The view gets ``path``, ``query`` and
        ``body`` as annotated; it returns a schema, a dict, or a finished ``Response``.
        """

        def decorate(view: F) -> F:
            @wraps(view)
            def endpoint(**kwargs: Any) -> Response:
                result = view(**kwargs)
                return result if isinstance(result, Response) else json_answer(result, status)

            endpoint.__scope__ = scope  # type: ignore[attr-defined]
            endpoint.__access__ = ("api", scope)  # type: ignore[attr-defined]
            answer_of = {status: answers} if answers else {status: None}
            common = {422, 429} | ({401, 403} if scope else set())
            register = getattr(self, method.lower())
            register(
                rule,
                responses={**answer_of, **dict.fromkeys(sorted({*common, *errors}), ErrorOut)},
                security=[{SECURITY: [scope] if scope else []}] if scope else None,
                openapi_extensions={"x-required-scope": scope} if scope else None,
            )(endpoint)
            return view

        return decorate

    @staticmethod
    def create_view_func(
        func: View,
        header: Any,
        cookie: Any,
        path: Any,
        query: Any,
        form: Any,
        body: Any,
        raw: Any,
        **_options: Any,
    ) -> View:
        """The view Flask calls: scope first, then path, query and body, then the work."""

        @wraps(func)
        def view(**kwargs: Any) -> Response:
            if func.__scope__:  # type: ignore[attr-defined]
                current_actor().require(func.__scope__)  # type: ignore[attr-defined]
            arguments: dict[str, Any] = {}
            if path is not None:
                arguments["path"] = _path(path, kwargs)
            problems: list[Any] = []
            if query is not None:
                arguments["query"] = _collect(problems, lambda: _query(query))
            if body is not None:
                arguments["body"] = _collect(problems, lambda: _body(body))
            if problems:
                raise Invalid(problems)
            result: Response = func(**arguments)
            return result

        func.view = view  # type: ignore[attr-defined]
        return view


def _collect(problems: list[Any], parse: Callable[[], Any]) -> Any:
    try:
        return parse()
    except ValidationError as error:
        problems += from_pydantic(error).errors
    return None


def _path(schema: type[BaseModel], kwargs: dict[str, Any]) -> BaseModel:
    try:
        return schema.model_validate(kwargs)
    except ValidationError as error:
        raise NotFound from error


def _query(schema: type[BaseModel]) -> BaseModel:
    return schema.model_validate(request.args.to_dict())


def _body(schema: type[BaseModel]) -> BaseModel:
    data = request.get_data(cache=True)
    if not data and all(not field.is_required() for field in schema.model_fields.values()):
        return schema.model_validate({})
    if not request.is_json:
        error = AppError(
            lazy_gettext("Send JSON with Content-Type application/json."),
            code="unsupported_media_type",
        )
        error.status = 415
        raise error
    try:
        parsed = orjson.loads(data)
    except orjson.JSONDecodeError as broken:
        raise Invalid.field("body", message_for("json_invalid"), "json_invalid") from broken
    return schema.model_validate(parsed)


class ListQuery(Schema):
    """The parameters every list takes."""

    page: int = Field(1, ge=1, le=1_000_000, description="Which page, from 1.")
    per_page: int = Field(10, ge=1, le=200, description="Rows a page, at most 200.")
