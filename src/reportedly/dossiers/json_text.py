"""JSON as text that people can read and compare, too: an item of a list a line."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPED = re.compile(r"[\x7f-\x9f\ud800-\udfff]")


def on_a_line(value: Any) -> str:
    """Return a value as JSON on one line, every sign but controls and lone surrogates as itself."""
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def an_item_a_line(value: dict[str, Any]) -> str:
    """Return an object as JSON text, with each item of the lists in it on a line of its own."""
    lines = []
    for name, held in value.items():
        if isinstance(held, list):
            items = ",\n  ".join(map(on_a_line, held))
            lines.append(f"{on_a_line(name)}: [" + (f"\n  {items}]" if items else "]"))
        else:
            lines.append(f"{on_a_line(name)}: {on_a_line(held)}")
    return "{" + ",\n ".join(lines) + "}\n"
