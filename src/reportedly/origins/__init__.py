"""Step 6, claims to origins: on whose word each claim stands, and how many lines lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.engine.stage import Stage
from reportedly.origins.copies import copies
from reportedly.origins.count import behind
from reportedly.origins.errors import shared_errors
from reportedly.origins.lines import Tracer
from reportedly.origins.marks import Mark, Marks, Options
from reportedly.origins.quotes import quotes
from reportedly.origins.voices import Voices
from reportedly.records import StoryAccount, StoryOrigins

__all__ = ["Mark", "Options", "find_origins", "stage"]


def stage(marks: Sequence[Mark] = ()) -> Stage:
    """Return the step that finds what stands behind the claims of stories; `marks` are analysts' words."""
    return Stage("origins", 2, StoryAccount, StoryOrigins, find_origins, Options(tuple(marks)))


def find_origins(stories: Sequence[StoryAccount], options: Options | None = None) -> list[StoryOrigins]:
    """Return for each story the origins of its claims, in their order, and what its articles share."""
    marks = Marks(options.marks if options else ())
    return [_story_origins(story, marks) for story in stories]


def _story_origins(story: StoryAccount, marks: Marks) -> StoryOrigins:
    articles = sorted(story.articles, key=lambda article: article.id)
    known = {article.id for article in articles}
    if not known:
        return StoryOrigins(story.id, rejected="the story has no articles")
    readings = sorted(story.readings, key=lambda reading: reading.id)
    statements = {s.id: s for s in story.statements() if s.article in known}
    voices = Voices(readings)
    shared = copies(articles)
    tracer = Tracer(articles, voices, shared, shared_errors(articles), marks)
    tracer.note(statements.values())
    claims = [
        behind(claim, [statements[i] for i in claim.statements if i in statements], tracer)
        for claim in story.claims
    ]
    said = [s for reading in readings for s in reading.statements if s.id in statements]
    return StoryOrigins(story.id, claims, voices.sources(), shared, quotes(articles, said, voices))
