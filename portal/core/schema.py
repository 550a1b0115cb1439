"""The base of every schema and the field types they are made of.

JSON bodies and HTML forms are parsed by the same classes. Inputs accept Arabic-Indic digits;
money goes in and out as a decimal string, never a float.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from portal.core.db import MAX_ID
from portal.kit import dates, digits, money

_SURROGATE_OR_NUL = re.compile("[\x00\ud800-\udfff]")


def _clean(value: str) -> str:
    if _SURROGATE_OR_NUL.search(value):
        raise PydanticCustomError("bad_text", "text holds NUL or a lone surrogate")
    return value


class Schema(BaseModel):
    """Base of all schemas: unknown fields are refused, texts are stripped."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, from_attributes=True, frozen=True
    )


class Output(BaseModel):
    """Base of what the API answers; built by services from columns or entities."""

    model_config = ConfigDict(from_attributes=True)


def _to_amount(value: Any) -> Any:
    if isinstance(value, bool | float) and not isinstance(value, int):
        value = repr(value)
    if isinstance(value, int | str):
        return money.parse_amount(str(value))
    return value


def _to_date(value: Any) -> Any:
    return dates.parse_date(value) if isinstance(value, str) else value


def _western(value: Any) -> Any:
    return digits.to_western(value) if isinstance(value, str) else value


def _two_places(value: Decimal) -> str:
    return f"{money.quantize(value):f}"


def _shortest(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


AMOUNT_LIMIT = Decimal("99999999999.99")

Text = Annotated[str, AfterValidator(_clean), Field(min_length=1, max_length=200)]
LongText = Annotated[str, AfterValidator(_clean), Field(max_length=5000)]
Id = Annotated[int, BeforeValidator(_western), Field(ge=1, le=MAX_ID)]
WholeIn = Annotated[int, BeforeValidator(_western)]

_decimal_string = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["1150.00"]}

AmountIn = Annotated[
    Decimal,
    BeforeValidator(_to_amount),
    Field(ge=0, le=AMOUNT_LIMIT, decimal_places=4),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,11}(\.\d{1,4})?$"},
                {"type": "number", "minimum": 0, "maximum": 99999999999},
            ],
            "examples": ["250.00"],
        }
    ),
]
QuantityIn = Annotated[
    Decimal,
    BeforeValidator(_to_amount),
    Field(gt=0, le=1_000_000, decimal_places=4),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,7}(\.\d{1,4})?$"},
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1000000},
            ],
            "examples": ["1"],
        }
    ),
]
PercentIn = Annotated[
    Decimal,
    BeforeValidator(_to_amount),
    Field(ge=0, le=100, decimal_places=4),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,4})?$"},
                {"type": "number", "minimum": 0, "maximum": 100},
            ],
            "examples": ["10"],
        }
    ),
]
DateIn = Annotated[
    date,
    BeforeValidator(_to_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-31"]}),
]
AmountOut = Annotated[
    Decimal, PlainSerializer(_two_places, return_type=str), WithJsonSchema(_decimal_string)
]
NumberOut = Annotated[
    Decimal, PlainSerializer(_shortest, return_type=str), WithJsonSchema(_decimal_string)
]
Instant = Annotated[
    datetime,
    PlainSerializer(lambda value: value.strftime("%Y-%m-%dT%H:%M:%SZ"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
