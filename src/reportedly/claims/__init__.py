"""Step 5: statements -> claims. The same proposition, however worded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from reportedly.claims.cluster import group
from reportedly.claims.denials import answered
from reportedly.claims.naming import most_central, sentence
from reportedly.claims.scorer import scorer
from reportedly.claims.wording import Floats, Wordings, tokens, wordings
from reportedly.engine.stage import Stage
from reportedly.languages import LANGUAGES
from reportedly.records import Claim, Statement, StoryClaims, StoryMaterial, content_hash

LOOSE = 0.5
"""A statement whose mean score with the others of its claim is below this is about it, but loosely."""


def stage() -> Stage:
    """Return the step that lines up the claims of stories (one StoryClaims for each StoryMaterial)."""
    return Stage("claims", 1, StoryMaterial, StoryClaims, find_claims)


def find_claims(stories: Sequence[StoryMaterial], _options: None = None) -> list[StoryClaims]:
    """Return the claims of each story; every statement stands in exactly one."""
    return [_story_claims(story) for story in stories]


def _story_claims(story: StoryMaterial) -> StoryClaims:
    statements = {s.id: s for reading in story.readings for s in reading.statements}
    ordered = [statements[key] for key in sorted(statements)]  # the order of articles must not matter
    standing = [s for s in ordered if not s.refers_back]
    language = _language(story)
    vectors, group_of, fit = _grouped(standing, language)
    texts = {article.id: article.text for article in story.articles}
    pointing = [s for s in ordered if s.refers_back]
    for key, target in answered(pointing, standing, texts).items():
        group_of[key] = group_of[target]
    members: dict[object, list[Statement]] = defaultdict(list)
    for s in ordered:
        members[group_of.get(s.id, s.id)].append(s)  # what answers nothing stands alone
    claims = [_claim(story.id, group, vectors, fit, language) for group in members.values()]
    return StoryClaims(story.id, sorted(claims, key=lambda c: (-len(c.statements), c.id)))


def claim_of(story: StoryMaterial, statements: Collection[str]) -> Claim:
    """Return the claim that these statements (ids) of a story make, in its most central wording."""
    ordered = sorted((s for reading in story.readings for s in reading.statements), key=lambda s: s.id)
    members = [s for s in ordered if s.id in statements]
    standing = [s for s in members if not s.refers_back]
    language = _language(story)
    vectors: dict[str, Floats] = {}
    if standing:
        vectors = {s.id: v for s, v in zip(standing, compared(standing, language).vectors, strict=True)}
    return _claim(story.id, members, vectors, language)


def _language(story: StoryMaterial) -> str:
    """Return the language of a story's articles, which is one; English where its words are not known."""
    codes = {article.language for article in story.articles}
    known = (code for code in sorted(filter(None, codes)) if code in LANGUAGES)
    return next((code for code in known if LANGUAGES[code].has("comparing.toml")), "en")


def _grouped(
    standing: Sequence[Statement], language: str
) -> tuple[dict[str, Floats], dict[str, int], dict[str, float]]:
    """Return each statement's vector, the number of its group and how it fits; equal wordings are one."""
    wording = {s.id: (_words(s.text), _words(said(s)), s.stance == "denies") for s in standing}
    first: dict[object, Statement] = {}
    for s in standing:
        first.setdefault(wording[s.id], s)
    row = {key: at for at, key in enumerate(first)}
    columns = compared(list(first.values()), language)
    groups, fits = group(columns, scorer())
    rows = {s.id: row[wording[s.id]] for s in standing}
    vectors = {key: columns.vectors[at] for key, at in rows.items()}
    group_of = {key: int(groups[at]) for key, at in rows.items()}
    return vectors, group_of, {key: float(fits[at]) for key, at in rows.items()}


def compared(statements: Sequence[Statement], language: str = "en") -> Wordings:
    """Return what is compared of statements, as columns."""
    texts, denied = [s.text for s in statements], [s.stance == "denies" for s in statements]
    return wordings(texts, [said(s) for s in statements], denied, language)


def _words(text: str) -> tuple[str, ...]:
    return tuple(t.casefold() for t in tokens(text))


def said(statement: Statement) -> str:
    """Return what a statement says, as its own sentence where the reader made one."""
    return statement.proposition or statement.text


def _claim(
    story: str,
    members: Sequence[Statement],
    vectors: dict[str, Floats],
    fit: dict[str, float],
    language: str,
) -> Claim:
    ids = sorted(s.id for s in members)
    own = [s for s in members if s.id in vectors]
    shown = [s for s in own if s.stance == "affirms"] or own or list(members)
    near = [vectors[s.id] for s in shown] if own else []
    central = most_central([said(s) for s in shown], near, language) if own else 0
    loose = [key for key in ids if fit.get(key, 1.0) < LOOSE]
    return Claim(content_hash(ids), story, sentence(said(shown[central])), ids, loose)
