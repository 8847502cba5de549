"""HTML built as a tree of calls: what is not Markup already is escaped, so nothing can be forgotten."""

from __future__ import annotations

import html

from reportedly.dossiers.phrases import safe

_VOID = frozenset({"meta", "link", "br"})


class Markup(str):
    """Text that is HTML already; template languages ask for `__html__` before they escape."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def escaped(text: str) -> Markup:
    """Return text as HTML that shows it; Markup as it is."""
    return text if isinstance(text, Markup) else Markup(html.escape(safe(text)))


def join(*parts: str | None) -> Markup:
    """Return parts one after the other, those that are None left out."""
    return Markup("".join(escaped(part) for part in parts if part is not None))


def tag(name: str, /, *children: str | None, **attributes: str | bool | None) -> Markup:
    """Return an element; `class_` names the attribute class, None and False leave an attribute out."""
    shown = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items()]
    opening = name + "".join(
        f" {key}" if value is True else f' {key}="{escaped(str(value))}"'
        for key, value in shown
        if value is not None and value is not False
    )
    return Markup(f"<{opening}>" if name in _VOID else f"<{opening}>{join(*children)}</{name}>")
