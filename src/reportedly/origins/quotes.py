"""Quote drift: the words that somebody spoke, in the wordings that articles give them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from reportedly.origins.voices import Voices
from reportedly.records import Article, Quote, Statement, Version

LEAST_WORDS, LEAST_SHARE = 5, 0.6
"""Two quotations that share so many words, in order, and so much of the shorter, are the same words."""
TELLING_WORDS = 10
"""So many words in common are the same words even where one article does not say who spoke them."""
LONGEST = 300
"""Words of a quotation that are compared."""
SHINGLE = 3
"""Words in a row that two quotations must share to be compared at all."""

_MARKED = re.compile(r"[“\"«„]([^“”\"«»„\n]+)[”\"»“\n]?")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass
class _Quotation:
    """A stretch in quotation marks of one statement."""

    text: str
    words: list[str]
    statement: Statement
    speakers: frozenset[str]  # bodies on whose word it is


@dataclass
class _Group:
    """Quotations of the same words; the first is the longest."""

    members: list[_Quotation] = field(default_factory=list)


def quotes(articles: Sequence[Article], statements: Sequence[Statement], voices: Voices) -> list[Quote]:
    """Return the quotations that two articles have, or that stand in two wordings; longest first.

    A version's text is as its first article gives it; versions that differ only in case or
    punctuation are one.
    """
    texts = {article.id: article.text for article in articles}
    marked = [q for s in statements if s.quoted for q in _quotations(s, texts.get(s.article, ""), voices)]
    found = []
    for group in _groups(marked):
        speaker = _speaker(group.members, voices)
        versions = _versions(group.members)
        if speaker and (len(versions) > 1 or len({q.statement.article for q in group.members}) > 1):
            found.append(Quote(speaker, versions))
    return found


def _quotations(statement: Statement, text: str, voices: Voices) -> Iterator[_Quotation]:
    """Yield what a statement has in quotation marks; its content, where that stands within the marks."""
    bodies = frozenset(voices.body(name) for name in statement.chain)
    for start, end in statement.content or [[statement.start, statement.end]]:
        passage = text[max(0, start - 1) : end + 1]
        for words in [m.group(1) for m in _MARKED.finditer(passage)] or [text[start:end]]:
            tokens = [w.casefold().replace("’", "'") for w in _WORD.findall(words)][:LONGEST]
            if len(tokens) >= LEAST_WORDS:
                yield _Quotation(" ".join(words.split()).strip(" ,"), tokens, statement, bodies)


def _groups(quotations: Sequence[_Quotation]) -> list[_Group]:
    """Put each quotation, the longest first, to the group whose longest it shares most words with."""
    groups: list[_Group] = []
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for quotation in sorted(quotations, key=lambda q: (-len(q.words), q.words, q.statement.id)):
        shingles = {
            tuple(quotation.words[i : i + SHINGLE]) for i in range(len(quotation.words) - SHINGLE + 1)
        }
        shared = Counter(number for shingle in shingles for number in having.get(shingle, ()))
        for number, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:10]:
            if _same_words(groups[number].members[0], quotation):
                groups[number].members.append(quotation)
                break
        else:
            groups.append(_Group([quotation]))
            for shingle in shingles:
                having[shingle].append(len(groups) - 1)
    return groups


def _same_words(longer: _Quotation, other: _Quotation) -> bool:
    """Whether two quotations are of the same words, by the same speaker as far as is told."""
    blocks = SequenceMatcher(None, longer.words, other.words, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size > 1)
    if common < LEAST_WORDS or common < LEAST_SHARE * len(other.words):
        return False
    if longer.speakers and other.speakers:
        return bool(longer.speakers & other.speakers)
    return common >= TELLING_WORDS


def _speaker(members: Sequence[_Quotation], voices: Voices) -> str:
    """Return the first teller that most of the quotations name, "" if none does."""
    names = Counter(voices.name(q.statement.chain[0]) for q in members if q.statement.chain)
    return min(names, key=lambda name: (-names[name], name), default="")


def _versions(members: Sequence[_Quotation]) -> list[Version]:
    """Return the wordings of one quotation, those with most statements first."""
    wordings: dict[tuple[str, ...], list[_Quotation]] = defaultdict(list)
    for quotation in members:
        wordings[tuple(quotation.words)].append(quotation)
    versions = []
    for same in wordings.values():
        first = min(same, key=lambda q: (q.statement.article, q.statement.start, q.statement.id))
        versions.append(Version(first.text, sorted({q.statement.id for q in same})))
    return sorted(versions, key=lambda v: (-len(v.statements), -len(v.text), v.text))
