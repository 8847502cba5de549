"""Bytes of a page -> text, whatever the page says of its charset."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from reportedly.languages.charsets import STRAY, charset_by_letters

_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)
_HEAD = 4096

SLIPS = 20
"""So many good letters of several bytes for each bad one are UTF-8."""

# UTF-8 that was taken for Windows-1252, and written as UTF-8 again: "Ã©" for "é", "â€™" for "’".
_TWICE = re.compile("[ÂÃÐÑâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")
_LEAD = re.compile("[ÂÃ]")
_SAMPLE = 30_000

# What browsers take these names to mean: each is a subset of the other (WHATWG Encoding Standard).
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def decode(content: bytes) -> str:
    """Return a page's text: by its byte order mark, as UTF-8 if it is that, as declared, or as detected."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _clean(content.decode(name, "replace"))
    if wide := _wide(content[:_HEAD]):
        return _clean(content.decode(wide, "replace"))
    declared = _declared(content)
    # Bytes that happen to be UTF-8 hardly ever are anything else, whatever the label. Charsets
    # with escape codes are ASCII to the eye, and so UTF-8 too: for them the label is believed.
    order = [declared, "utf-8"] if declared and declared.startswith("iso2022") else ["utf-8", declared]
    for name in filter(None, order):
        try:
            return _clean(_mend(content.decode(name)))
        except UnicodeDecodeError:
            continue
    # A few bad bytes among many good ones are slips, not another charset.
    text = content.decode("utf-8", "replace")
    if text.count("\ufffd") * SLIPS < len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]", content)):
        return _clean(_mend(content.decode("utf-8", STRAY)))
    if letters := charset_by_letters(content):
        return _clean(content.decode(letters, "replace"))
    best = from_bytes(_sample(content)).best()
    return _clean(content.decode(best.encoding if best else declared or "cp1252", "replace"))


def _wide(head: bytes) -> str | None:
    """Return UTF-16 with the order of its bytes where every other byte of a page's ASCII is zero."""
    first, second = head[::2].count(0), head[1::2].count(0)
    if max(first, second) * 4 < len(head) or not head:
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _declared(content: bytes) -> str | None:
    """Return Python's name for the charset that the page declares, None if it is none."""
    match = _DECLARED.search(content[:_HEAD])
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name.replace("-", "_")
        "".encode(name)  # codecs such as "hex" are no charsets
    except (LookupError, ValueError):
        return None
    name = name.replace("iso8859_", "iso8859-")
    return _WIDER.get(name, name)


def _sample(content: bytes) -> bytes:
    """Return the part of a page that tells its charset best: where bytes are not ASCII."""
    first = re.search(rb"[\x80-\xff]", content)
    start = max(0, first.start() - 1000) if first else 0
    return content[start : start + _SAMPLE]


def _mend(text: str) -> str:
    """Return text with what was encoded twice decoded again, where no letter speaks against it.

    A text that has a true Ã (as Portuguese has) has it before other letters as well.
    """
    if not any(lead in text for lead in ("Ã", "Â", "â€")):
        return text
    twice = sum(1 for match in _TWICE.finditer(text) if _once(match) != match[0])
    alone = sum(1 for match in _LEAD.finditer(text) if not _TWICE.match(text, match.start()))
    return _TWICE.sub(_once, text) if twice >= 3 and not alone else text


def _once(match: re.Match[str]) -> str:
    """Return the letter that was encoded twice, or what stands there."""
    signs = (sign.encode("cp1252") if ord(sign) > 255 else sign.encode("latin-1") for sign in match[0])
    raw = b"".join(signs)
    for end in range(len(raw), 1, -1):
        try:
            return raw[:end].decode("utf-8") + match[0][end:]
        except UnicodeDecodeError:
            continue
    return match[0]


def _clean(text: str) -> str:
    """Return text without invisible and control signs, its letters composed (NFC)."""
    if _ODD.search(text):  # one look at the page is cheaper than the three changes
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text)
