"""Step 5: statements -> claims. The same proposition, however worded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.claims.cluster import group
from reportedly.claims.denials import answered
from reportedly.claims.encoder import encode
from reportedly.claims.likeness import Likeness, likenesses
from reportedly.claims.naming import most_central, sentence
from reportedly.claims.polarity import turned
from reportedly.claims.scorer import scorer
from reportedly.claims.sketches import SKETCH_BYTES, Sketches, nearest, sketch
from reportedly.claims.wording import Floats, Wordings, tokens, wordings
from reportedly.engine.stage import Stage
from reportedly.languages import LANGUAGES
from reportedly.records import Claim, Statement, StoryClaims, StoryMaterial, content_hash

__all__ = [
    "SKETCH_BYTES",
    "Likeness",
    "Sketches",
    "claim_of",
    "compared",
    "encode",
    "find_claims",
    "likenesses",
    "nearest",
    "said",
    "sentence",
    "sketch",
    "stage",
]

LOOSE = 0.55
"""A statement whose mean score with the others of its claim is below this is about it, but loosely."""


def stage() -> Stage:
    """Return the step that lines up the claims of stories (one StoryClaims for each StoryMaterial)."""
    return Stage("claims", 2, StoryMaterial, StoryClaims, find_claims)


def find_claims(stories: Sequence[StoryMaterial], _options: None = None) -> list[StoryClaims]:
    """Return the claims of each story; every statement stands in exactly one."""
    return [_story_claims(story) for story in stories]


def _story_claims(story: StoryMaterial) -> StoryClaims:
    statements = {s.id: s for reading in story.readings for s in reading.statements}
    ordered = [statements[key] for key in sorted(statements)]  # the order of articles must not matter
    standing = [s for s in ordered if not s.refers_back]
    compared, group_of = _grouped(standing, _language(story))
    texts = {article.id: article.text for article in story.articles}
    pointing = [s for s in ordered if s.refers_back]
    for key, target in answered(pointing, standing, texts).items():
        group_of[key] = group_of[target]
    members: dict[object, list[Statement]] = defaultdict(list)
    for s in ordered:
        members[group_of.get(s.id, s.id)].append(s)  # what answers nothing stands alone
    claims = [_claim(story.id, group, compared) for group in members.values()]
    return StoryClaims(story.id, sorted(claims, key=lambda c: (-len(c.statements), c.id)))


def claim_of(story: StoryMaterial, statements: Collection[str]) -> Claim:
    """Return the claim that these statements (ids) of a story make, in its most central wording."""
    ordered = sorted((s for reading in story.readings for s in reading.statements), key=lambda s: s.id)
    members = [s for s in ordered if s.id in statements]
    standing = [s for s in members if not s.refers_back]
    columns = compared(standing, language := _language(story))
    rows = {s.id: row for row, s in enumerate(standing)}
    return _claim(story.id, members, _Compared(language, columns, rows, np.ones(len(rows))))


@dataclass(frozen=True)
class _Compared:
    """What was compared of a story's statements, the row of each, and how it fits its claim (n,)."""

    language: str
    columns: Wordings
    rows: Mapping[str, int]
    fit: Floats


def _language(story: StoryMaterial) -> str:
    """Return the language of a story's articles, which is one; English where its words are not known."""
    codes = {article.language for article in story.articles}
    known = (code for code in sorted(filter(None, codes)) if code in LANGUAGES)
    return next((code for code in known if LANGUAGES[code].has("comparing.toml")), "en")


def _grouped(standing: Sequence[Statement], language: str) -> tuple[_Compared, dict[str, int]]:
    """Return what was compared, and the number of each statement's group; equal wordings are one."""
    wording = {s.id: (_words(s.text), _words(said(s)), s.stance == "denies") for s in standing}
    first: dict[object, Statement] = {}
    for s in standing:
        first.setdefault(wording[s.id], s)
    row = {key: at for at, key in enumerate(first)}
    columns = compared(list(first.values()), language)
    groups, fit = group(columns, scorer())
    rows = {s.id: row[wording[s.id]] for s in standing}
    return _Compared(language, columns, rows, fit), {key: int(groups[at]) for key, at in rows.items()}


def compared(statements: Sequence[Statement], language: str = "en") -> Wordings:
    """Return what is compared of statements, as columns."""
    texts, denied = [s.text for s in statements], [s.stance == "denies" for s in statements]
    return wordings(texts, [said(s) for s in statements], denied, language)


def _words(text: str) -> tuple[str, ...]:
    return tuple(t.casefold() for t in tokens(text))


def said(statement: Statement) -> str:
    """Return what a statement says, as its own sentence where the reader made one."""
    return statement.proposition or statement.text


def _claim(story: str, members: Sequence[Statement], known: _Compared) -> Claim:
    ids = sorted(s.id for s in members)
    own = [s for s in members if s.id in known.rows]
    bags = {s.id: known.columns.bags[known.rows[s.id]] for s in own}
    loose = [key for key in ids if key in bags and known.fit[known.rows[key]] < LOOSE]
    against = turned(own, bags, set(loose))
    shown = [s for s in own if (s.stance == "affirms") != (s.id in against)] or own or list(members)
    near = [known.columns.vectors[known.rows[s.id]] for s in shown] if own else []
    central = most_central([said(s) for s in shown], near, known.language) if own else 0
    return Claim(content_hash(ids), story, sentence(said(shown[central])), ids, loose, against)
