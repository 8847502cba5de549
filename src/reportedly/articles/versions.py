"""Which articles are one: the same text at several addresses, and an article before and after its edits."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from reportedly.articles.draft import normal
from reportedly.articles.edits import edits
from reportedly.articles.urls import site
from reportedly.records import Article, EarlierVersion, content_hash

ALIKE, ALIKE_BY_TITLE = 0.3, 0.1
"""Share of the shorter text's runs of letters that an edit leaves, at least; by title: under the same one."""

_RUN = 12  # letters in a row that two texts share only where they have words in common
_OWN = 200  # letters: many articles may hold a shorter text, such as "Subscribe to read on"
_COMPARED = 20_000  # letters of a text that are compared
_HEADS = 20  # articles that were found at one address: a front page is another every day

Text = list[int]
"""The rows of the articles that have one text, in the order read."""


def settle(articles: Sequence[Article]) -> list[Article]:
    """Return the articles, in order, with what each is to the others.

    Of articles that are one, the one that counts has all their `urls` and the earlier `versions` of
    it; the others are `kept_as` its id. The same text is one article where it stands at one address,
    on one site or at one outlet; another text at the same address is a version of it where the two
    are alike, and the newest counts. Articles without an address are one with no other.
    """
    out = [replace(article, urls=_addresses([article])) for article in articles]
    letters = [normal(a.text) if a.canonical and not a.rejected else "" for a in articles]
    texts = list(_texts(articles, letters))
    for group in _groups(texts, articles, letters):
        group.sort(key=lambda text: (max(_when(articles[row]) for row in text), text))
        kept = articles[group[-1][0]]
        states = [articles[text[0]] for text in group]
        members = sorted(itertools.chain(*group))
        for row in members:
            out[row].kept_as = kept.id
        out[group[-1][0]] = replace(
            kept,
            urls=_addresses([kept, *(articles[row] for row in members)]),
            versions=[_version(old, new) for old, new in itertools.pairwise(states)],
        )
    return out


def meetings(article: Article) -> list[str]:
    """Return hashes of where an article may meet those that it is one with: who shares none is another."""
    letters = normal(article.text) if article.canonical and not article.rejected else ""
    if not letters:
        return []
    of_text = [content_hash(kind, *where) for kind, *where in _places(article, letters)[1:]]
    return [content_hash("address", article.canonical), *of_text]


def _addresses(articles: Iterable[Article]) -> list[str]:
    return list(dict.fromkeys(a.url for a in articles if a.url))


def _version(old: Article, new: Article) -> EarlierVersion:
    changes, unlisted = edits(old.text, new.text)
    dates = (old.published, old.updated, old.fetched)
    return EarlierVersion(old.id, old.input, old.url, old.title, *dates, changes, unlisted)


def _texts(articles: Sequence[Article], letters: Sequence[str]) -> Iterator[Text]:
    """Yield the texts: rows with the same letters, at one address, on one site or of one outlet.

    At different addresses, a short text is the same only under the same title.
    """
    joined = _Joined(len(articles))
    first: dict[tuple[str, str, str], int] = {}
    for row, article in enumerate(articles):
        if not letters[row]:
            continue
        for place in _places(article, letters[row]):
            joined.join(first.setdefault(place, row), row)
    return joined.parts()


def _places(article: Article, letters: str) -> list[tuple[str, str, str]]:
    """Return where a text stands, its own address first; another with the same places is the same text."""
    text = content_hash(letters)
    elsewhere = content_hash(text, normal(article.title or "")) if len(letters) < _OWN else text
    places = (
        ("address", article.canonical, text),
        ("site", site(article.url or article.canonical), elsewhere),
        ("outlet", normal(article.outlet or ""), elsewhere),
    )
    return [(kind, place, what) for kind, place, what in places if place]


def _groups(
    texts: Sequence[Text], articles: Sequence[Article], letters: Sequence[str]
) -> Iterator[list[Text]]:
    """Yield the texts of each article: those at one address of one site that are alike."""
    there: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        places = {
            (article.canonical, site(article.url or article.canonical))
            for row in text
            if letters[row] and (article := articles[row]).canonical and _is_one_page(article.canonical)
        }
        for place in places:
            there[place].append(number)
    joined = _Joined(len(texts))
    for numbers in there.values():
        heads: list[tuple[int, frozenset[str], str]] = []
        if len(numbers) > 1:
            numbers.sort(key=lambda n: (max(_when(articles[row]) for row in texts[n]), n))
        for number in numbers if len(numbers) > 1 else ():
            row = texts[number][0]
            new = (number, _runs(letters[row]), normal(articles[row].title or ""))
            head = next((old for old in reversed(heads) if _alike(old, new)), None)
            if head:
                joined.join(head[0], number)
                heads.remove(head)
            heads = [*heads, new][-_HEADS:]
    return ([texts[number] for number in part] for part in joined.parts())


def _is_one_page(canonical: str) -> bool:
    """Tell whether an address is that of a page, and not of a whole site, which many pages give as theirs."""
    parts = urlsplit(canonical)
    return bool(parts.path or parts.query or parts.fragment)


def _runs(letters: str) -> frozenset[str]:
    letters = letters[:_COMPARED]
    return frozenset(letters[i : i + _RUN] for i in range(max(1, len(letters) - _RUN + 1)))


def _alike(old: tuple[int, frozenset[str], str], new: tuple[int, frozenset[str], str]) -> bool:
    """Tell whether two texts at one address are one article; each with its runs of letters and its title."""
    share = len(old[1] & new[1]) / min(len(old[1]), len(new[1]))
    return share >= (ALIKE_BY_TITLE if old[2] and old[2] == new[2] else ALIKE)


def _when(article: Article) -> datetime.datetime:
    """Return the latest time at which an article is known to have had its text; the first of all for none."""
    known = [_time(value) for value in (article.published, article.updated, article.fetched) if value]
    return max(known, default=datetime.datetime.min.replace(tzinfo=datetime.UTC))


def _time(value: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(value + "0000-01-01"[len(value) :])  # of a year, its first day
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


class _Joined:
    """Numbers from 0 on, put together by twos."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self._top(one), self._top(other)))
        self._above[other] = one

    def parts(self) -> Iterator[list[int]]:
        """Yield the parts, by their first numbers, each in order."""
        parts: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            parts.setdefault(self._top(number), []).append(number)
        yield from parts.values()

    def _top(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = number = self._above[self._above[number]]
        return number
