"""A page as pasted text -> its article, without what stood around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.articles import dates, outlets
from reportedly.articles.credits import Credits, read_byline, read_sign_off
from reportedly.articles.draft import TEXT_LIMIT, Draft, Paragraph, is_note, normal, words_of
from reportedly.articles.expressions import line_matches
from reportedly.articles.line_judge import scores
from reportedly.articles.lines import (
    Line,
    ends_sentence,
    has_residue,
    is_appeal,
    split_lines,
    unwrap,
    word_count,
)
from reportedly.articles.masthead import Masthead, read_masthead
from reportedly.articles.pictures import cut_photo_credit, read_picture_line

SURE, GAP, SHARE = 0.55, 10, 0.2
"""A line this sure to be article is kept, if its run has this share of the longest run's words.

Runs are parted by this many lines. Chosen on 253 training pages and 89 others, where F1 changes by
less than .005 around them.
"""

UNSURE, EDGE = 0.35, 3
"""A sentence this sure is kept as well, inside a run or so many lines from its edges."""

TITLE_SURE = 1.0
"""A line must be this much like a headline to be taken for one; see `_find_title`."""

SHORT, LEAST, UNENDED = 12, 3, 8
"""A text of so few lines below its masthead is no page with things around an article: so many words are a
sentence of it, and so many where no stop ends them."""

SUBHEAD = 5
"""A subhead has so many words at most: what is longer, and no sentence, is another story's headline."""

LINES_LIMIT = 20_000

_FIRST_LINE = re.compile(r"^\s*date[: ]+(\d{4}-\d\d-\d\d)(?=\s|$)[ \t]*", re.I)
_ADDRESS = re.compile(r"^<?(https?://\S+?)>?$")


class NoArticleError(Exception):
    """A page that holds no article; the message is for people."""


def read_dump(text: str, url: str | None = None, latest: str | None = None) -> Draft:
    """Return the article in a page of text; raise NoArticleError where there is none.

    No date after `latest` (ISO 8601), when the page was fetched, is believed.
    """
    first_line = _FIRST_LINE.match(text)
    lines = split_lines(unwrap(text[first_line.end() :] if first_line else text))
    if len(lines) > LINES_LIMIT:
        raise NoArticleError(f"more than {LINES_LIMIT:,} lines: not one article")
    if any(len(line.text) > TEXT_LIMIT for line in lines):
        raise NoArticleError(f"a line of more than {TEXT_LIMIT:,} characters: not one article")
    draft = Draft(url=url)
    masthead = read_masthead(lines)
    short = 0 < masthead.lines >= len(lines) - SHORT
    kept = [i for i in _article_lines(lines, short) if i >= masthead.lines]
    if not kept:
        raise NoArticleError("no article found on the page")
    start, end = kept[0], kept[-1] + 1
    title = _find_title(lines, kept, masthead.lines)
    if title is not None:
        draft.title = _headline(lines, title)
        kept = [i for i in kept if i > title and normal(lines[i].text) != normal(draft.title)]
    top = title if title is not None else start
    if url is None:
        nearby = (_ADDRESS.match(line.text) for line in lines[max(0, top - 5) : end])
        draft.url = next((match[1] for match in nearby if match), None)
    draft.outlet = outlets.of_page(draft.url, [line.text for line in lines])
    if short:
        _sign(draft, masthead, " ".join(lines[i].text for i in kept))
    draft.paragraphs = _paragraphs(lines, kept, top, end, draft)
    stated, draft.updated = _stated_dates(lines, top, next(iter(kept), end), latest)
    first = dates.parse(first_line[1], "first line") if first_line else None
    draft.published = settle_date(first, stated or draft.updated or (masthead.published if short else None))
    return draft


def _sign(draft: Draft, masthead: Masthead, text: str) -> None:
    """Give a short text the outlet of its masthead; of a name that is not known, what its words tell.

    A headline shares most of its words with the text below it; an outlet's name, its town at most.
    """
    draft.outlet = draft.outlet or masthead.outlet
    name = words_of(masthead.name or "")
    if name and 2 * len(name & words_of(text)) > len(name):
        draft.title = draft.title or masthead.name
    else:
        draft.outlet = draft.outlet or masthead.name


def settle_date(first: dates.Published | None, stated: dates.Published | None) -> dates.Published | None:
    """Choose between the date a dump begins with and the one its page states.

    The page's own is the finer one, but a page cannot have been saved before it was published.
    """
    if first is None or stated is None:
        return stated or first
    return stated if stated.day <= first.day and stated.precision in ("minute", "day") else first


def _article_lines(lines: Sequence[Line], short: bool) -> list[int]:
    """Return the places of the lines that are article; a `short` text has a masthead and little more."""
    sure = scores(lines)
    runs: list[list[int]] = []
    for i, p in enumerate(sure):
        if p > SURE and not is_appeal(lines[i].text):
            if runs and i - runs[-1][-1] <= GAP:
                runs[-1].append(i)
            else:
                runs.append([i])
    runs = [run for run in runs if any(_is_sentence(lines[i], short) for i in run)]
    size = [sum(word_count(lines[i].text) for i in run) for run in runs]
    kept = {i for run, n in zip(runs, size, strict=True) if n >= SHARE * max(size) for i in run}
    for run in runs:
        # What reads like a sentence inside a run, or at its edges, needs to be less sure.
        near = range(max(0, run[0] - EDGE), min(len(lines), run[-1] + EDGE + 1)) if run[0] in kept else ()
        kept.update(i for i in near if sure[i] > UNSURE and _reads(lines[i]))
    if not kept:
        # A page of a line or two has no run of prose; what reads like a sentence is taken.
        kept = {i for i, line in enumerate(lines) if _is_sentence(line, short)}
    return sorted(i for i in kept if not line_matches("see_also", lines[i].text))


def _is_sentence(line: Line, short: bool) -> bool:
    words = word_count(line.text)
    if short:
        return words >= (LEAST if ends_sentence(line.text) else UNENDED)
    return ends_sentence(line.text) and words >= 6


def _reads(line: Line) -> bool:
    """Tell whether a line reads like a sentence of an article, and not like a caption."""
    text, words = line.text, word_count(line.text)
    if line.bullet or words < 8 or not ends_sentence(text) or is_appeal(text):
        return False
    return not (words <= 80 and cut_photo_credit(text, Credits())[1])


def _find_title(lines: Sequence[Line], kept: Sequence[int], first: int = 0) -> int | None:
    """Return the place of the headline, `first` or later: near and above the article, of its words, perhaps
    said twice."""
    reads = (i for i in kept if ends_sentence(lines[i].text) and word_count(lines[i].text) >= 12)
    lede = next(reads, kept[0])
    story = [words_of(lines[i].text) for i in kept[:20]]
    endings = [normal(line.text)[-200:] for line in lines[: lede + 40]]
    best, best_score = None, TITLE_SURE
    for i in range(max(first, lede - 60), lede):
        text = lines[i].text
        n, mine = word_count(text), words_of(text)
        if not 3 <= n <= 30 or not mine or not _may_be_title(text, n):
            continue
        others = set[str]().union(*(words for k, words in zip(kept, story, strict=False) if k != i))
        said = sum(ending.endswith(normal(text)) for ending in endings)
        score = 2 * len(mine & others) / len(mine) + 0.4 * min(said - 1, 2) + 0.5 * (5 <= n <= 20)
        score -= (lede - i) / 30 + 0.6 * has_residue(text) + 0.6 * ends_sentence(text) + 0.6 * lines[i].bullet
        score -= 0.5 * (n > 20) + 0.6 * (" / " in text or " | " in text or " > " in text)
        if score > best_score:
            best, best_score = i, score
    return best


def _may_be_title(text: str, words: int) -> bool:
    digits = sum(c.isdigit() for c in text)
    dated = words < 8 and dates.parse(text) is not None
    return not (dated or digits > 0.3 * len(text) or _ADDRESS.match(text) or line_matches("byline", text))


def _headline(lines: Sequence[Line], place: int) -> str:
    """Return the headline, without a breadcrumb before it."""
    return lines[place].text.rsplit(" / ", 1)[-1]


def _stated_dates(
    lines: Sequence[Line], top: int, start: int, latest: str | None
) -> tuple[dates.Published | None, dates.Published | None]:
    """Return the dates of publication and of an update that stand by the headline."""
    published = updated = None
    for line in lines[max(0, top - 4) : start + 3]:
        if word_count(line.text) > 25 and not line_matches("published", line.text):
            continue
        found = dates.parse(line.text, "text")
        if found and dates.possible(found, latest):
            if line_matches("updated", line.text):
                updated = updated or found
            else:
                published = published or found
    return published, updated


def _paragraphs(
    lines: Sequence[Line], kept: Sequence[int], top: int, end: int, draft: Draft
) -> list[Paragraph]:
    """Return the article's paragraphs, in order; people and agencies that lines name go to the credits."""
    body = set(kept)
    asides = {i for i in kept if _is_aside(lines, body, i)}
    asides = asides if asides < body else set()
    captions = _captions(lines, top, end, body, draft)
    out: list[Paragraph] = []
    split = False  # something that is not text stands between the first paragraph and the rest
    for i in range(top, min(len(lines), end + 3)):
        text = lines[i].text
        if i in captions:
            out.append(Paragraph("caption", captions[i]))
        elif read_sign_off(text, draft.credits) or (i < end and read_byline(text, draft.credits)):
            split = split or sum(p.kind == "body" for p in out) == 1
        elif i in body and is_note(text):
            out.append(Paragraph("note", text))
        elif i in body and i not in asides:
            out.append(Paragraph("body", text))
        elif sum(p.kind == "body" for p in out) == 1:
            split = split or _ADDRESS.match(text) is not None
    return mark_deck(out, split, draft.title is not None)


def _is_aside(lines: Sequence[Line], body: set[int], i: int) -> bool:
    """Tell whether a line among the article's is a date, or another story's headline, and not its own text.

    Such headlines stand alone, or at the end; short lines one after the other are a list.
    """
    n = word_count(lines[i].text)
    if not _is_label(lines[i]):
        return False
    if n <= SUBHEAD:
        return dates.parse(lines[i].text) is not None
    around = any(k in body and _is_label(lines[k]) for k in (i - 1, i + 1))
    return not around or not any(k > i and not _is_label(lines[k]) for k in body)


def _is_label(line: Line) -> bool:
    return not (ends_sentence(line.text) or line.bullet or word_count(line.text) > 14)


def _captions(lines: Sequence[Line], top: int, end: int, body: set[int], draft: Draft) -> dict[int, str]:
    """Return the captions by place, without their credits; takes from `body` what is a picture's."""
    found: dict[int, str] = {}
    last = max(body, default=end)
    for i in range(top + 1, min(len(lines), end + 1)):
        text, n = lines[i].text, word_count(lines[i].text)
        above = i - 1 if i - 1 > top and not lines[i].spaced and i - 1 not in found else None
        if n > 80 or (i >= last and n <= 8 and read_sign_off(text, Credits())):
            continue
        rest, credited = cut_photo_credit(text, draft.credits)
        twice = n > 4 and lines[i - 1].text == text
        if (credited and word_count(rest) >= 4) or twice:
            found[i] = rest
            body.discard(i)
            if twice:
                found.pop(i - 1, None)
                body.discard(i - 1)
            elif (
                above is not None
                and word_count(lines[above].text) >= 4
                and not _ADDRESS.match(lines[above].text)
            ):
                found[above] = lines[above].text
                body.discard(above)
        elif credited or read_picture_line(text, draft.credits):
            body.discard(i)
            if above is not None and 4 <= word_count(lines[above].text) <= 60:
                found[above] = lines[above].text
                body.discard(above)
    return found


def mark_deck(paragraphs: list[Paragraph], split: bool, headed: bool) -> list[Paragraph]:
    """Mark the first paragraph as deck where it stands apart from the rest, or the rest says it again.

    A lede says on which day; a deck before it does not.
    """
    first = next((i for i, p in enumerate(paragraphs) if p.kind == "body"), None)
    rest = [p for p in paragraphs[(first or 0) + 1 :] if p.kind == "body"]
    if first is None or len(rest) < 2 or word_count(paragraphs[first].text) > 60:
        return paragraphs
    after = paragraphs[first + 1].kind == "caption" and word_count(paragraphs[first].text) <= 45
    mine = words_of(paragraphs[first].text)
    again = bool(mine) and any(len(mine & words_of(p.text)) > 0.6 * len(mine) for p in rest[1:])
    lede = len(mine & words_of(rest[0].text)) >= 0.3 * len(mine)
    day = dates.names_weekday(rest[0].text) and not dates.names_weekday(paragraphs[first].text)
    if again or split or (lede and after) or (headed and day and word_count(paragraphs[first].text) <= 35):
        paragraphs[first].kind = "deck"
    return paragraphs
