"""A dossier as JSON, the form other programs read, and back.

Its shape is that of the records, field by field; `dossier.schema.json` beside this file is its
contract. What only the steps need is left out, and what a Python name cannot say is renamed.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from importlib.resources import files
from typing import Any

from reportedly.dossiers.display import Display
from reportedly.dossiers.json_text import an_item_a_line
from reportedly.errors import InputError
from reportedly.records import Article, Copy, Dossier, Statement

VERSION = 1
"""The number under `dossier`: it changes when a program that reads version 1 would break."""

_LEFT_OUT: dict[type, frozenset[str]] = {
    Article: frozenset({"key", "input", "parts", "rejected", "canonical", "kept_as"}),
    Statement: frozenset({"proposition", "refers_back"}),
}
_RENAMED: dict[type, dict[str, str]] = {Copy: {"origin": "from", "copy": "to"}}


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as JSON text, an item a line; control signs and lone surrogates as escapes."""
    return an_item_a_line({"dossier": VERSION} | encode(dossier))


def from_json(text: str | bytes) -> Dossier:
    """Return the dossier that JSON text holds; keys that are not known are passed over.

    What the text leaves out (keys, inputs, parts, propositions) is empty. Raises InputError,
    naming the place, when the text is no dossier of this version.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a dossier: {error}") from error
    if not isinstance(value, dict) or "dossier" not in value:
        raise InputError("not a dossier: no object with the key 'dossier'")
    if value["dossier"] != VERSION:
        raise InputError(f"a dossier of version {value['dossier']!r}; this program reads version {VERSION}")
    return typing.cast(Dossier, _decode(Dossier, value, "dossier"))


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a dossier."""
    text = files("reportedly.dossiers").joinpath("dossier.schema.json").read_text("utf8")
    return typing.cast(dict[str, Any], json.loads(text))


def encode(value: Any) -> Any:
    """Return records as plain values, under their published names."""
    if isinstance(value, list):
        return [encode(item) for item in value]
    if not dataclasses.is_dataclass(value):
        return value
    return {name: encode(getattr(value, field.name)) for field, name in published(type(value))}


def published(row: type) -> list[tuple[dataclasses.Field[Any], str]]:
    """Return the fields of a record that are published, each with its published name."""
    left_out, renamed = _LEFT_OUT.get(row, frozenset()), _RENAMED.get(row, {})
    return [(f, renamed.get(f.name, f.name)) for f in dataclasses.fields(row) if f.name not in left_out]


def _decode(hint: Any, value: Any, place: str) -> Any:
    """Return plain values as what a type hint says; raises InputError where they are something else."""
    if dataclasses.is_dataclass(hint):
        return _decode_record(typing.cast(type, hint), value, place)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:  # the records have no other union than "or None"
        return None if value is None else _decode(args[0], value, place)
    if origin is list:
        _expect(isinstance(value, list), value, "a list", place)
        return [_decode(args[0], item, f"{place}[{n}]") for n, item in enumerate(value)]
    if hint is float and type(value) is int:
        return float(value)
    _expect(type(value) is hint, value, hint.__name__, place)
    return value


def _decode_record(row: type, value: Any, place: str) -> Any:
    _expect(isinstance(value, dict), value, "an object", place)
    hints = typing.get_type_hints(row)
    filled = {f.name: "" for f in dataclasses.fields(row) if _is_required(f)}
    for field, name in published(row):
        if name not in value:
            raise InputError(f"not a dossier: {place} has no {name!r}")
        filled[field.name] = _decode(hints[field.name], value[name], f"{place}.{name}")
    return row(**filled)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _expect(holds: bool, value: Any, wanted: str, place: str) -> None:
    if not holds:
        raise InputError(f"not a dossier: {place} is {value!r:.60}, not {wanted}")
