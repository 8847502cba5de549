"""What every feed tells of an alert."""

from __future__ import annotations

import html
import re
import uuid

from reportedly.alerts.record import KINDS, Alert, Proof
from reportedly.dossiers.phrases import one_line

FEED_TITLE = "reportedly: what changed in running stories"

SPACE = uuid.UUID("9d0f6a0e-6a0d-5d0c-9a53-0f5f0d1b7a3c")


_ADDRESS = re.compile(r"https?://[^\s<>\"'\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+", re.I)


def name(alert: Alert) -> str:
    """Return an alert's name in the world, the same wherever and whenever it is told."""
    return uuid.uuid5(SPACE, alert.id).urn


def address(alert: Alert) -> str | None:
    """Return the address of the first passage that an alert shows; None where no page is on the web."""
    return next((proof.url for proof in alert.proofs if proof.url and _on_the_web(proof.url)), None)


def line(alert: Alert) -> str:
    """Return an alert as a line for terminals."""
    when, what = alert.time[:16].replace("T", " "), f"{KINDS[alert.kind]}: {shown(alert.text)}"
    return f"{when}  {what}  [{shown(alert.story_title)}]"


def body(alert: Alert) -> str:
    """Return an alert with its passages, as plain text."""
    return "\n\n".join([shown(alert.text), *(f"“{shown(p.text)}” ({_source(p)})" for p in alert.proofs)])


def markup(alert: Alert) -> str:
    """Return the same as HTML; nothing of the articles' own markup is in it."""
    quotes = "".join(
        f"<blockquote><p>{html.escape(shown(p.text))}</p><p>{_linked(p)}</p></blockquote>"
        for p in alert.proofs
    )
    return f"<p>{html.escape(shown(alert.text))}</p>{quotes}"


def _linked(proof: Proof) -> str:
    text = html.escape(_source(proof))
    if proof.url and _on_the_web(proof.url):
        return f'<a href="{html.escape(proof.url)}">{text}</a>'
    return text


def _source(proof: Proof) -> str:
    return shown(proof.outlet or "outlet not stated")


def _on_the_web(url: str) -> bool:
    return _ADDRESS.fullmatch(url) is not None


def shown(text: str) -> str:
    """Return text for people on one line, without the two signs that XML cannot have."""
    return one_line(text).replace("\ufffe", "").replace("\uffff", "")
