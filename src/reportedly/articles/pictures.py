"""Captions and the credits of pictures."""

from __future__ import annotations

import functools
import re

from reportedly.articles.credits import BRACKETS_AT_END, Credits, agencies_in
from reportedly.articles.expressions import compiled, line_pattern
from reportedly.languages import find_agency

_TAILS = (
    # "Image: X", also glued to the caption's last word
    r"(?:^|[\s|.)—–-]|(?<=[a-z\"”'’])(?=[A-Z]))<photo>\s?[:/]\s?([^.]{2,90})\.?$",
    r"(?:^|\s)[|—–-]\s?<photo>\s([^.]{2,60})$",
    r"(?:^|[.)]\s)<photo>(?<=by) (?=[A-Z])([^.]{2,90})\.?$",
)
_AGENCY_AND_NAME = re.compile(r"(?<=[.!?”\"])\s+([^.!?]{2,80}/[^.!?]{2,80})\.?$")


def cut_photo_credit(caption: str, into: Credits) -> tuple[str, bool]:
    """Return a caption without its credit and its "FILE PHOTO:", and whether there was one of them.

    Credits look like "(via REUTERS)", "Image: KCNA VIA KNS/AFP", "[Photo: X]", "| Photo Credit: ANI",
    "REUTERS/Ana Brandt".
    """
    start = compiled(r"^<caption>").match(caption)
    bare = caption[start.end() :].lstrip() if start else caption
    for cut in (_cut_brackets, _cut_tail, _cut_agency_and_name):
        if (rest := cut(bare, into)) is not None:
            return rest, True
    return bare, start is not None


def _cut_brackets(caption: str, into: Credits) -> str | None:
    match = BRACKETS_AT_END.search(caption)
    if match is None:
        return None
    cue = compiled(r"^<photo>[: ]").match(match[1])
    agencies, only = agencies_in(match[1][cue.end() :] if cue else match[1])
    named = agencies and (only or "/" in match[1] or "photo" in match[1].lower())
    if (cue and len(match[1].split()) <= 10) or (
        named and not _spelled_out(caption[: match.start()], agencies[0])
    ):
        into.add(agencies, "photo", match[0].strip())
        return caption[: match.start()].rstrip()
    return None


def _cut_tail(caption: str, into: Credits) -> str | None:
    for template in _TAILS:
        if match := _glued(template).search(caption):
            into.add(agencies_in(match[1])[0], "photo", caption[match.start() :].strip(" |.—–-"))
            # The sentence's own full stop stays.
            return caption[: match.start() + (match[0][0] in ".)")].rstrip(" |—–-")
    return None


def _cut_agency_and_name(caption: str, into: Credits) -> str | None:
    match = _AGENCY_AND_NAME.search(caption)
    agencies = agencies_in(match[1])[0] if match else []
    if match is None or not agencies:
        return None
    into.add(agencies, "photo", match[1])
    return caption[: match.start()].rstrip()


def _spelled_out(before: str, agency: str) -> bool:
    """Tell whether words end with an agency's full name, so that brackets after them only abbreviate it."""
    words = before.split()
    tails = (find_agency(" ".join(words[-n:])) for n in range(1, min(6, len(words)) + 1))
    return any(tail is not None and tail.name == agency for tail in tails)


@functools.cache
def _glued(template: str) -> re.Pattern[str]:
    """Compile with case told apart where a cue may follow a word without a space (neededImage: X)."""
    photo = line_pattern("photo")
    return re.compile(template.replace("<photo>", f"(?i:{photo})"))


def read_picture_line(line: str, into: Credits) -> bool:
    """Read a line that only credits a picture ("Anna Novak/AFP/Getty Images", "Photo: Reuters")."""
    words = line.split()
    if not 1 <= len(words) <= 12 or (re.search(r"[.!?]$", line) and len(words) > 6):
        return False
    cue = compiled(r"^[(\[]?<photo>\s?[:/]\s?").match(line)
    rest = line[cue.end() :] if cue else line
    agencies, _ = agencies_in(rest.strip("()[] "))
    named = agencies and (
        "/" in line or " via " in line.lower() or re.search(r"photo|getty|image", line, re.I)
    )
    if (cue and len(words) <= 10) or named:
        into.add(agencies, "photo", line)
        return True
    return False
