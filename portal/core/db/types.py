"""Column types: exact amounts, UTC instants, ids that work on both databases."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import operators
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

SCALE = 4
_UNIT = Decimal(1).scaleb(-SCALE)
_LIMIT = 9 * 10**18

BigId = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")
MAX_ID = 2**63 - 1


class Amount(TypeDecorator[Decimal]):
    """A decimal with four places kept as a scaled BIGINT: SQLite's NUMERIC is a float.

    Sums, differences, comparisons and multiplication by an integer column work in SQL; anything
    that would silently scale twice (amount × amount, amount × Decimal, division) raises.
    """

    impl = BigInteger
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Decimal], BigInteger.Comparator[Decimal]):
        """Keeps the type through sums and differences, which would else come back unscaled."""

        def _adapt_expression(self, op: Any, other_comparator: Any) -> tuple[Any, TypeEngine[Any]]:
            if op is operators.mul and isinstance(other_comparator.type, Amount):
                raise TypeError("an amount is not multiplied by an amount in SQL")
            if op in (operators.add, operators.sub, operators.mul):
                return op, self.type
            return super()._adapt_expression(op, other_comparator)

    @property
    def comparator_factory(self) -> Any:  # type: ignore[override]
        """The comparator of amounts."""
        return Amount.Comparator

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        exact = Decimal(value)
        scaled = exact.scaleb(SCALE)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"an amount has at most {SCALE} decimals: {value}")
        if abs(scaled) > _LIMIT:
            raise ValueError(f"amount out of range: {value}")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) * _UNIT

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        if op is operators.mul:
            if isinstance(value, int):
                return Integer()
            raise TypeError("an amount is only multiplied by an integer in SQL")
        if op in (operators.truediv, operators.floordiv, operators.mod):
            raise TypeError("an amount is not divided in SQL")
        return self


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
