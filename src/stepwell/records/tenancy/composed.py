"""Queries the ORM puts together once.

A page asks the database some twenty things, and the ORM composes each of them anew: a third of a
millisecond of the processor, several times what a small answer costs. Here a query is written as ever,
with gaps where its values belong. It is composed when it is first asked; later only the gaps are filled:

    @composed.once
    def _of_week(gap: Gaps) -> QuerySet[Attendance]:
        return Attendance.objects.filter(person_id__in=gap.many("people"), held_on__gte=gap.monday)

    rows = _of_week(people=keys, monday=monday)

The organization is a gap like the others: every time the open scope is asked, and outside one it raises.
A query is composed in the name of an organization nobody has, so that one that forgot the gap finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Expression, QuerySet

from stepwell.records.tenancy import scope

Row = TypeVar("Row")
NOBODY = uuid4()
"""Stands for the organization while a query is composed."""
SHAPES = 128
"""How many compositions one query keeps: one for each length its lists have had lately."""


class Gap(Expression):
    """A place for a value that is told when the query is asked; with a length, for so many in a list."""

    def __init__(self, name: str, length: int | None = None) -> None:
        super().__init__()
        self.name, self.length = name, length

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Marks for the values, and the places they are taken from."""
        if self.length is None:
            return "%s", [_Place(self.name)]
        if not self.length:
            return "(NULL)", []  # in an empty list there is nobody
        marks = ", ".join(["%s"] * self.length)
        return f"({marks})", [_Place(self.name, index) for index in range(self.length)]


@dataclass(frozen=True)
class _Place:
    """Which of the told values belongs here."""

    name: str
    index: int | None = None

    def taken_from(self, told: Mapping[str, Any]) -> Any:
        value = told[self.name]
        return value if self.index is None else value[self.index]


class _Organization(_Place):
    def taken_from(self, told: Mapping[str, Any]) -> Any:
        return scope.organization_id()


_ORGANIZATION = _Organization("")


class Gaps:
    """The gaps of one query by name: `gap.monday` for one value, `gap.many("people")` for a list."""

    def __init__(self, lengths: Mapping[str, int]) -> None:
        self._lengths = lengths

    def __getattr__(self, name: str) -> Any:
        return Gap(name)

    def many(self, name: str) -> Any:
        """As many values as are told under this name, for `__in`."""
        return Gap(name, self._lengths[name])


@dataclass(frozen=True)
class _Composed:
    """A statement ready to be filled in, and what reads its rows."""

    queryset: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: Any

    def ask(self, told: Mapping[str, Any]) -> list[Any]:
        params = tuple(_prepared(_filled(param, told)) for param in self.params)
        compiler = copy(self.compiler)  # it holds the connection, and each thread has its own
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (self.sql, params)
        compiler.get_converters = lambda _: self.converters
        query = _Instead(self.queryset.query, get_compiler=lambda *_, **__: compiler)
        # The ORM's own reader of rows: objects, tuples or dictionaries, as the query says.
        return list(self.queryset._iterable_class(_Instead(self.queryset, query=query)))


class _Instead:
    """Another object, but for a few of its attributes."""

    def __init__(self, real: Any, **instead: Any) -> None:
        self.__dict__.update(instead)
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class once(Generic[Row]):  # noqa: N801  # worn as a decorator
    """A query that is composed the first time it is asked. It must be read only, and have no `extra`."""

    def __init__(self, compose: Callable[[Gaps], QuerySet[Any, Row]]) -> None:
        self._compose = compose
        self._shaped = lru_cache(maxsize=SHAPES)(self._put_together)
        update_wrapper(self, compose)

    def __call__(self, **told: Any) -> list[Row]:
        """Its rows with these values in the gaps."""
        lengths = tuple((name, len(value)) for name, value in told.items() if isinstance(value, list))
        return self._shaped(lengths).ask(told)

    def first(self, **told: Any) -> Row | None:
        """Its first row, or none; the query itself says that it wants no more."""
        return next(iter(self(**told)), None)

    def _put_together(self, lengths: Sequence[tuple[str, int]]) -> _Composed:
        with scope.standing_in(NOBODY):
            queryset = self._compose(Gaps(dict(lengths)))
            compiler = queryset.query.get_compiler(using=queryset.db)
            sql, params = compiler.as_sql()
        nobody = _prepared(NOBODY)
        places = tuple(_ORGANIZATION if param == nobody else param for param in params)
        fields = [selected[0] for selected in compiler.select[: compiler.col_count]]
        return _Composed(queryset, compiler, sql, places, compiler.get_converters(fields))


def _filled(param: Any, told: Mapping[str, Any]) -> Any:
    return param.taken_from(told) if isinstance(param, _Place) else param


def _prepared(value: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
