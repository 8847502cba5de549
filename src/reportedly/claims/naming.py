"""Which of a claim's wordings a reader is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from reportedly.claims.wording import Floats, tokens
from reportedly.languages.comparing import Comparing, comparing

SHORT, LONG = 6, 32
"""Words: a claim outside of these bounds is a fragment, or more than one proposition."""

FAULT = 0.15
"""What one fault (fragment, rambling, open pronoun) costs beside the cosine with the claim's centre."""

_OPENING = re.compile(r"[“\"‘'(\[]*")


def most_central(texts: Sequence[str], vectors: Sequence[Floats], language: str = "en") -> int:
    """Return the place of the wording that stands nearest the centre of all, and by itself."""
    rows = np.array(vectors)
    centre = rows.mean(axis=0)
    score = rows @ centre / max(float(np.linalg.norm(centre)), 1e-9)
    score = score - FAULT * np.array([_faults(text, comparing(language)) for text in texts])
    return max(range(len(texts)), key=lambda at: (round(float(score[at]), 6), texts[at]))


def _faults(text: str, lists: Comparing) -> int:
    words = [t.casefold() for t in tokens(text)]
    if not words:
        return 9
    leans = words[0] in lists.pronouns or words[0] in lists.subordinators
    size = not SHORT <= len(words) <= LONG
    return leans + size + text[0].islower()


def sentence(text: str) -> str:
    """Return the wording as a sentence: a capital first, a full stop last, no half quotation."""
    text = " ".join(text.split())
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        text = re.sub('["“”]', "", text)  # half of a quotation
    text = text.strip(",;: ")
    at = _OPENING.match(text).end()  # type: ignore[union-attr]
    text = text[:at] + text[at : at + 1].upper() + text[at + 1 :]
    return text if not text or text[-1] in ".!?…" or text[-2:-1] in (".", "!", "?") else f"{text}."
