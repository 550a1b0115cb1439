"""HTML forms drawn from schemas: one set of rules for pages and JSON.

``schema_form`` makes a Flask-WTF form class with a field for each field of the schema; ``parse``
hands the blank-free data to the schema and puts its errors back on the fields, in the reader's
language. The form itself has no rules.
"""

import types
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from flask_wtf import FlaskForm
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.form import Form

from portal.core.errors import FieldError, Invalid
from portal.core.field_messages import from_pydantic
from portal.core.i18n import LazyString, lazy_gettext
from portal.core.schema import LongText

S = TypeVar("S", bound=BaseModel)
Labels = Mapping[str, LazyString | str]
Choices = Mapping[str, Iterable[tuple[Any, Any]]]
_LONG = 500


def schema_form(
    schema: type[BaseModel],
    *,
    labels: Labels,
    choices: Choices | None = None,
    hidden: Iterable[str] = (),
    base: type[Form] = FlaskForm,
) -> type[Any]:
    """A form class with the schema's fields.

    ``labels`` name the fields (also nested ones: ``address.city``, ``lines.quantity``); ``choices``
    turn a field into a list of options; ``hidden`` fields are carried, not shown.
    """
    members: dict[str, Any] = {"schema": schema, "Meta": type("Meta", (), {"locales": None})}
    for name, info in schema.model_fields.items():
        members[name] = _field(name, info, labels, choices or {}, set(hidden))
    return type(f"{schema.__name__}Form", (base,), members)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """What a list offers, from ``(value, label)``: set a field's ``choices`` to it."""
    return [SelectChoice(value, label) for value, label in pairs]


def _field(name: str, info: FieldInfo, labels: Labels, choices: Choices, hidden: set[str]) -> Field:
    label = labels.get(name, name.replace("_", " ").capitalize())
    kind = _unwrap(info.annotation)
    origin = get_origin(kind)
    if name in hidden:
        return HiddenField(label)
    if origin in (list, tuple):
        inner = _unwrap(get_args(kind)[0])
        if _is_schema(inner):
            return FieldList(FormField(_nested(inner, name, labels, choices, hidden)), label=label)
        return SelectMultipleField(
            label, choices=options(choices.get(name, ())), validate_choice=False, coerce=str
        )
    if _is_schema(kind):
        return FormField(_nested(kind, name, labels, choices, hidden), label=label)
    if name in choices:
        return SelectField(label, choices=options(choices[name]), validate_choice=False)
    if origin is Literal:
        pairs = [(value, str(value)) for value in get_args(kind)]
        return SelectField(label, choices=options(pairs), validate_choice=False)
    if isinstance(kind, type) and issubclass(kind, Enum):
        pairs = [(item.value, item.value) for item in kind]
        return SelectField(label, choices=options(pairs), validate_choice=False)
    if kind is bool:
        return BooleanField(label)
    return (TextAreaField if _is_long(info) else StringField)(label)


def _nested(
    schema: type[BaseModel], name: str, labels: Labels, choices: Choices, hidden: set[str]
) -> type[Form]:
    lead = f"{name}."
    form: type[Form] = schema_form(
        schema,
        labels={k.removeprefix(lead): v for k, v in labels.items() if k.startswith(lead)},
        choices={k.removeprefix(lead): v for k, v in choices.items() if k.startswith(lead)},
        hidden={k.removeprefix(lead) for k in hidden if k.startswith(lead)},
        base=Form,
    )
    return form


def _unwrap(annotation: Any) -> Any:
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            rest = [item for item in get_args(annotation) if item is not type(None)]
            annotation = rest[0]
        else:
            return annotation


def _is_schema(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_long(info: FieldInfo) -> bool:
    longest = max((m.max_length for m in info.metadata if hasattr(m, "max_length")), default=0)
    if longest:
        return longest > _LONG
    return any(item is LongText for item in get_args(info.annotation))


def raw(form: Any) -> dict[str, Any]:
    """What was typed, blanks left out, nested rows that are wholly blank dropped."""
    return {
        name: value
        for name, field in form._fields.items()
        if name != "csrf_token" and (value := _raw_value(field)) not in (None, "", [], {})
    }


def _raw_value(field: Field) -> Any:
    if isinstance(field, FormField):
        return raw(field.form)
    if isinstance(field, FieldList):
        return [value for entry in field.entries if (value := _raw_value(entry))]
    if isinstance(field, BooleanField):
        return bool(field.data)
    if isinstance(field, SelectMultipleField):
        return [item for item in (field.data or []) if item != ""]
    data = field.data
    return data.strip() if isinstance(data, str) else data


def parse(form: Any, schema: type[S], **extra: Any) -> S | None:
    """The schema's instance from what was typed, or None with the errors on their fields.

    ``extra`` are values the door adds beside the form. Blank rows are dropped before the schema
    sees them, so its indexes are led back to the rows that were typed.
    """
    try:
        return schema.model_validate({**raw(form), **extra})
    except ValidationError as error:
        show(form, from_pydantic(error))
        return None


def show(form: Any, invalid: Invalid) -> None:
    """Put the errors of a service or a schema on the form's fields; the rest on ``form_errors``."""
    for item in invalid.errors:
        _place(form, item)


def _place(form: Any, item: FieldError) -> None:
    field = _find(form, item.field.split("."))
    message = str(item.message)  # now, in the reader's language; templates want plain text
    if field is None:
        form.form_errors.append(message)
    else:
        field.errors = [*field.errors, message]


def _find(form: Any, path: list[str]) -> Any:
    here: Any = form
    for part in path:
        if isinstance(here, FieldList):
            filled = [entry for entry in here.entries if _raw_value(entry)]
            if not part.isdigit() or int(part) >= len(filled):
                return None
            here = filled[int(part)]
        else:
            fields = (
                here.form._fields if isinstance(here, FormField) else getattr(here, "_fields", {})
            )
            if part not in fields:
                return here if isinstance(here, Field) and not isinstance(here, FormField) else None
            here = fields[part]
    return here if isinstance(here, Field) else None


def as_typed(value: Any) -> Any:
    """A schema's or a record's value as a person would type it, to fill a form for editing."""
    if isinstance(value, BaseModel):
        return {name: as_typed(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: as_typed(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    return "" if value is None else value


BLANK_CHOICE = ("", lazy_gettext("Choose…"))
