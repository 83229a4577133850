"""Schema check of YAML documents, which reports each fault in both languages at its line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from sim.document import Document
from sim.errors import Code, Fault, suggestion

Entry = TypeVar("Entry", bound="Record")
Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names = Annotated[tuple[Filled, ...], Field(strict=False)]

EMPTY = "（空）"
_EXPECTED: dict[str, tuple[Code, str, str]] = {  # pydantic's kind of fault: our code, and the expected type
    "string_type": ("wrong-type", "应是文字", "must be text"),
    "float_type": ("not-a-number", "应是数字", "must be a number"),
    "int_type": ("not-a-number", "应是整数", "must be a whole number"),
    "bool_type": ("wrong-type", "应是 true 或 false", "must be true or false"),
    "tuple_type": ("wrong-type", "应是列表", "must be a list"),
    "dict_type": ("wrong-type", "应是“名称: 值”的形式", 'must be "name: value" pairs'),
    "model_type": ("wrong-type", "应是“名称: 值”的形式", 'must be "name: value" pairs'),
    "finite_number": ("not-a-number", "应是有限的数字", "must be a finite number"),
    "string_too_short": ("missing", "不能为空", "must not be empty"),
    "too_short": ("missing", "不能为空", "must not be empty"),
}


class Record(BaseModel):
    """A mapping of known fields, each of exactly its type."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=False
    )

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the keys and the fault of errors that involve several fields."""
        yield from ()

    def sources_at(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Yield (keys, ids) of the sources that the record and its nested records name."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if name == "source":
                yield (name,), value
            elif isinstance(value, Record):
                yield from (((name, *path), named) for path, named in value.sources_at())


class Bilingual(Record):
    """A text in Chinese and in English."""

    zh: Filled
    en: Filled

    def text(self, language: str) -> str:
        """Return the text in the language."""
        return self.zh if language == "zh" else self.en


def check_entries(document: Document, schema: type[Entry]) -> tuple[dict[str, Entry], list[Fault]]:
    """Return the valid entries of a ``name: record`` document, and the faults of the others."""
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for key, data in document.data.items():
        entry, wrong = check_record(document, (key,), data, schema)
        faults += wrong
        if entry is not None:
            entries[str(key)] = entry
    return entries, faults


def check_parts(
    document: Document, schemas: Mapping[str, type[Record]], *, are_needed: bool
) -> tuple[dict[str, dict[str, Any]], list[Fault]]:
    """Return the valid entries of each part of a document, and the faults of parts and entries."""
    faults = [
        unknown_field(str(key), list(schemas)).at(document.place(key))
        for key in document.data
        if key not in schemas
    ]
    parts: dict[str, dict[str, Any]] = {}
    for name, schema in schemas.items():
        given = document.data.get(name, None if are_needed else {})
        if isinstance(given, dict):
            parts[name], wrong = check_entries(document.part(name), schema)
            faults += wrong
        else:
            zh, en = f'"{name}" 应是“名称: 值”的形式。', f'"{name}" must be "name: value" pairs.'
            faults.append(Fault("wrong-type", zh, en, document.place(name)))
    return parts, faults


def check_record(
    document: Document, keys: tuple[Any, ...], data: object, schema: type[Entry]
) -> tuple[Entry | None, list[Fault]]:
    """Return the record at a key path, or None and its faults."""
    try:
        record = schema.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_fault(document, keys, detail, schema, data) for detail in details]
    faults = [fault.at(document.place(*keys, *inner)) for inner, fault in record.faults()]
    return (None if faults else record), faults


def _fault(
    document: Document, keys: tuple[Any, ...], detail: ErrorDetails, schema: type[BaseModel], data: object
) -> Fault:
    path = list(_written([key for key in detail["loc"] if key != "[key]"], data))
    fault = _reported(".".join(map(str, path)) or str(keys[-1]), detail, schema)
    return fault.at(document.place(*keys, *path))


def _written(path: Sequence[Any], data: object) -> Iterator[Any]:
    """Yield the keys of a path that occur in the file, and the last; kinds of records are not keys."""
    for place, key in enumerate(path):
        is_last = place == len(path) - 1
        if is_last or not isinstance(data, dict) or key in data:
            yield key
            data = data.get(key) if isinstance(data, dict) else None


def _reported(name: str, detail: ErrorDetails, schema: type[BaseModel]) -> Fault:
    kind, given = detail["type"], shown(detail["input"])
    given_en = given.replace(EMPTY, "(empty)")
    if kind == "missing":
        return Fault("missing", f'缺少 "{name}"。', f'"{name}" is missing.')
    if kind == "extra_forbidden":
        return unknown_field(name, fields_at(schema, detail["loc"][:-1]))
    if kind in ("literal_error", "union_tag_invalid"):
        context = detail.get("ctx", {})
        allowed = re.findall(r"'([^']*)'", context.get("expected") or context["expected_tags"])
        return not_among(name, str(context.get("tag", given)), allowed)
    code, must_zh, must_en = _EXPECTED.get(kind, ("wrong-type", detail["msg"], detail["msg"]))
    return Fault(code, f'"{name}" 为 {given}，{must_zh}。', f'"{name}" is {given_en}; it {must_en}.')


def unknown_field(name: str, known: Sequence[str]) -> Fault:
    """Return the fault of a field that the schema does not have."""
    zh, en = suggestion(name.rpartition(".")[2], known)
    if zh:
        return Fault("unknown-name", f'没有 "{name}" 这一项。{zh}', f'no field "{name}".{en}')
    allowed = ", ".join(known)
    return Fault(
        "unknown-name",
        f'没有 "{name}" 这一项。可用的有：{allowed}。',
        f'no field "{name}". Allowed: {allowed}.',
    )


def not_among(name: str, given: str, allowed: Sequence[str]) -> Fault:
    """Return the fault of a word that is not among the allowed ones."""
    listed = ", ".join(allowed)
    return Fault(
        "invalid-choice",
        f'"{name}" 为 {given}，应是以下之一：{listed}。',
        f'"{name}" is {given}; it must be one of: {listed}.',
    )


def shown(value: object) -> str:
    """Return a value as the user would have written it, truncated if long."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and not math.isfinite(value):
        return f".{value}".replace(".-", "-.")
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def fields_at(schema: type[BaseModel], path: Sequence[object]) -> list[str]:
    """Return the names of the fields that the schema allows at a path; the path may name a kind of record."""
    schemas = [schema]
    for key in path:
        of_kind = [each for each in schemas if key in _kinds(each)]
        fields = (f for each in schemas for n, f in each.model_fields.items() if key in (n, f.alias))
        field = None if of_kind else next(fields, None)
        schemas = of_kind or list(_records_in(field.annotation if field else None)) or schemas
    return [field.alias or name for name, field in schemas[0].model_fields.items()]


def _kinds(schema: type[BaseModel]) -> tuple[object, ...]:
    """Return the allowed values of the field ``kind``, none for a record without it."""
    field = schema.model_fields.get("kind")
    return get_args(field.annotation) if field else ()


def _records_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for inner in get_args(annotation):
        yield from _records_in(inner)
