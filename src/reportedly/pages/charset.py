"""The charset of a file that does not say, or says it wrong; of files that are not one page."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from reportedly.languages.charsets import STRAY, charset_by_letters

SAMPLE = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def charset_of(sample: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return Python's names for a charset, and for what to do with bytes that are wrong in it.

    A byte order mark tells first; bytes that are UTF-8 hardly ever are anything else; then what is
    declared, where the bytes allow it; then what they look like.
    """
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name, "replace"
    whole = sample[:-4] if len(sample) >= SAMPLE else sample  # a sample may end within a letter
    if _is("utf-8", whole) or (len(sample) >= SAMPLE and _is("utf-8", whole[:-3])):
        return "utf-8", STRAY
    if declared and _is(declared, whole):
        return declared, "replace"
    # One bad byte among a thousand good ones is a slip, not another charset.
    lost = whole.decode("utf-8", "replace").count("\ufffd")
    if lost * 100 < len(re.findall(rb"[\x80-\xff]", whole)):
        return "utf-8", STRAY
    if letters := charset_by_letters(whole):
        return letters, "replace"
    best = from_bytes(whole[:30_000]).best()
    return best.encoding if best else "cp1252", "replace"


def decode(content: bytes, declared: str | None = None) -> str:
    """Return the text of a file."""
    name, errors = charset_of(content, declared)
    return content.decode(name, errors)


def _is(name: str, sample: bytes) -> bool:
    try:
        sample.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
