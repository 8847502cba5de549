"""The stories of a store in brief, and how they are found: by words, outlets, what stands behind them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reportedly.store import ListedStory, ShownClaim

KINDS = {
    "": "all stories",
    "disputed": "disputed",
    "single-origin": "many outlets, one origin",
}
"""What stories can be narrowed to, and how that is called."""

MOST_WORDS = 12
"""Words of a search that are looked for; the rest are passed over."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; what is empty narrows nothing."""

    words: str = ""
    kind: str = ""
    outlet: str = ""


@dataclass(slots=True)
class Found:
    """A story that was found, with its claims to show beside it, those that have the words first."""

    story: ListedStory
    claims: list[ShownClaim]
    disputed: int
    single_origin: int


class Shelf:
    """Stories, the largest first, with their claims, the weightiest first."""

    def __init__(self, stories: Sequence[ListedStory], claims: Sequence[ShownClaim]) -> None:
        self.stories = {story.id: story for story in stories}
        self.claims: dict[str, list[ShownClaim]] = defaultdict(list)
        for claim in claims:
            self.claims[claim.story].append(claim)
        self.story_of_claim = {claim.id: claim.story for claim in claims}
        self.story_of_article = {article: story.id for story in stories for article in story.articles}

    @cached_property
    def outlets(self) -> list[str]:
        """Return the outlets, those of most stories first."""
        counted = Counter(outlet for story in self.stories.values() for outlet in story.outlets)
        return sorted(counted, key=lambda name: (-counted[name], name))

    @cached_property
    def _texts(self) -> dict[str, tuple[str, str]]:
        """Each story's title, and its claims, as words to look in."""
        return {
            id: (plain(story.title), " ".join(plain(claim.text) for claim in self.claims.get(id, ())))
            for id, story in self.stories.items()
        }

    @cached_property
    def _disputed(self) -> Counter[str]:
        """Claims that somebody disputes, by story."""
        return Counter(c.story for claims in self.claims.values() for c in claims if c.disputed_by)

    @cached_property
    def _single_origin(self) -> Counter[str]:
        """Claims of several outlets and one origin, by story."""
        claims = (claim for claims in self.claims.values() for claim in claims)
        return Counter(c.story for c in claims if c.independent == 1 and c.outlets > 1)

    def find(self, search: Search) -> list[ListedStory]:
        """Return the stories that fit; with words, those that have all of them in the title come first."""
        words = plain(search.words).split()[:MOST_WORDS]
        found = [story for story in self.stories.values() if self._fits(story, search)]
        if not words:
            return found
        ranked = [(rank, story) for story in found if (rank := self._rank(story, words)) is not None]
        return [story for _, story in sorted(ranked, key=lambda row: row[0])]

    def shown(self, story: ListedStory, search: Search) -> Found:
        """Return a story that was found, with what is shown beside it."""
        claims, words = self.claims.get(story.id, []), plain(search.words).split()[:MOST_WORDS]
        if words:
            claims = sorted(claims, key=lambda claim: not _has(plain(claim.text), words))
        return Found(story, claims, self._disputed[story.id], self._single_origin[story.id])

    def resting_on(self, name: str) -> list[ShownClaim]:
        """Return the claims, of all stories, that rest on a source."""
        return [claim for claims in self.claims.values() for claim in claims if name in claim.rests_on]

    def _fits(self, story: ListedStory, search: Search) -> bool:
        if search.kind == "disputed" and not self._disputed[story.id]:
            return False
        if search.kind == "single-origin" and not self._single_origin[story.id]:
            return False
        return not search.outlet or search.outlet in story.outlets

    def _rank(self, story: ListedStory, words: Sequence[str]) -> int | None:
        """Return 0 where the title has all words, 1 where it does with the claims, None where they lack."""
        title, claims = self._texts[story.id]
        if _has(title, words):
            return 0
        return 1 if all(f" {word}" in title or f" {word}" in claims for word in words) else None


def plain(text: str) -> str:
    """Return the words of a text without case and accents, a space before each."""
    letters = text
    if not text.isascii():
        letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(f" {word}" for word in re.findall(r"\w+", letters.casefold()))


def _has(text: str, words: Sequence[str]) -> bool:
    return all(f" {word}" in text for word in words)
