"""Two versions of an article beside each other: words that went and came, and what is said in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from reportedly.asking.finding import Asking
from reportedly.dossiers.phrases import bare, dated
from reportedly.records import Article, Change, Statement
from reportedly.store.earlier import states_of
from reportedly.web.answers import found, page
from reportedly.web.chapters import STANCES
from reportedly.web.library import Library, Told

PARAGRAPHS = 1_000
"""Paragraphs of a version that are compared; the others are only counted."""

_WORDS = 1_500  # of a paragraph that are compared
_PAIRED = 40  # paragraphs in a row, or statements, that may be others, reworded
_LIKE = 0.3  # share of the shorter paragraph's words that the other has, at least, to be made from it
_SAME_POINT = 0.6  # share of the longer statement's words that the other has, at least, to say it otherwise

Run = tuple[str, str]
"""Whether words are the "same", "gone" or "new", and the words."""

Place = Annotated[int | None, Query(ge=1, le=10_000)]
"""Which version, from 1 on, the earliest first."""


@dataclass(frozen=True, slots=True)
class State:
    """A version: its name, its text (None where it is here no more), and what is said in it, if known."""

    name: str
    text: str | None
    said: list[Statement] | None
    changes: list[Change]  # that made the next version of it


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: "same", "reworded", "went" or "came", and its words in runs ("same", "gone", "new")."""

    kind: str
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Move:
    """A statement that came, went (the other side is None), or is put otherwise."""

    before: Statement | None
    after: Statement | None


def routes(
    get: Callable[[str], Callable[[Callable[..., Response]], object]], library: Library, store: Asking
) -> None:
    """Add the page that compares an article's versions."""

    @get("/versions/{id:path}")
    def versions(request: Request, id: str, before: Place = None, after: Place = None) -> Response:
        told = found(library.of_article(id), "article")
        article = found(told.view.articles.get(id), "article")
        found(article.versions or None, "earlier version of an article")
        states = _states(told, article, store)
        new = min(after or len(states), len(states))
        old = min(before or max(new - 1, 1), len(states))
        shown = _shown(states[old - 1], states[new - 1])
        return page(
            request, "versions.html", told=told, article=article, states=states, old=old, new=new,
            stances=STANCES, **shown,
        )  # fmt: skip


def _shown(one: State, two: State) -> dict[str, Any]:
    """Return what the page of two versions shows; what cannot be compared is None."""
    rows = None if one.text is None or two.text is None else compared(one.text, two.text)
    moved = None if one.said is None or two.said is None else moves(one.said, two.said)
    uncounted = sum(max(0, len(_paragraphs(state.text or "")) - PARAGRAPHS) for state in (one, two))
    return {"rows": rows, "changes": one.changes, "moved": moved, "uncounted": uncounted}


def _states(told: Told, article: Article, store: Asking) -> list[State]:
    """Return the versions of an article, the earliest first."""
    kept = store.seek(lambda connection: states_of(connection, article.id)) if article.versions else {}
    states = []
    for version in article.versions:
        earlier, reading = kept.get(version.id, (None, None))
        said = reading.statements if reading and not reading.rejected else None
        states.append(State(dated(version), earlier.text if earlier else None, said, version.changes))
    return [*states, State("version of now", article.text, told.said_in.get(article.id, []), [])]


# ---------------------------------------------------------------- texts
def compared(before: str, after: str) -> list[Row]:
    """Return the paragraphs of both texts in the order of the later one, what went where it stood."""
    old, new = _paragraphs(before)[:PARAGRAPHS], _paragraphs(after)[:PARAGRAPHS]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    rows: list[Row] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            rows += [Row("same", [("same", text)]) for text in new[c:d]]
        else:
            rows += _changed(old[a:b], new[c:d])
    return rows


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Yield the paragraphs of a stretch that changed, each beside the first that it may be made from."""
    left = list(old)
    for text in new:
        near = (n for n, other in enumerate(left[:_PAIRED]) if _likeness(other, text)[0] >= _LIKE)
        at = next(near, None)
        if at is None:
            yield Row("came", [("new", text)])
            continue
        yield from (Row("went", [("gone", other)]) for other in left[:at])
        yield Row("reworded", _runs(left[at].split(), text.split()))
        del left[: at + 1]
    yield from (Row("went", [("gone", other)]) for other in left)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Return the words of a paragraph, and of what it was before, in runs."""
    matcher = SequenceMatcher(None, old[:_WORDS], new[:_WORDS], autojunk=False)
    runs: list[Run] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(("same", " ".join(new[c:d])))
        else:
            runs += [("gone", " ".join(old[a:b])), ("new", " ".join(new[c:d]))]
    runs += [("gone", " ".join(old[_WORDS:])), ("new", " ".join(new[_WORDS:]))]
    return [(kind, words) for kind, words in runs if words]


def _likeness(one: str, other: str) -> tuple[float, float]:
    """Return the share of the shorter text's words, and of the longer one's, that both have."""
    words, others = ({bare(word) for word in text.split()} for text in (one, other))
    less, more = sorted((len(words), len(others)))
    return len(words & others) / max(1, less), len(words & others) / max(1, more)


# ---------------------------------------------------------------- statements
def moves(before: Sequence[Statement], after: Sequence[Statement]) -> list[Move]:
    """Return what is said otherwise, in another's name or stance, then what came, then what went."""
    old = {_key(s): s for s in before}
    new = {_key(s): s for s in after}
    went = [s for key, s in old.items() if key not in new]
    came = [s for key, s in new.items() if key not in old]
    changed = []
    for statement in list(came):
        text = statement.text
        shares = [_likeness(other.text, text)[1] for other in went[:_PAIRED]]
        best = max(shares, default=0.0)
        if best >= _SAME_POINT:
            likest = went[shares.index(best)]
            went.remove(likest)
            came.remove(statement)
            changed.append(Move(likest, statement))
    return [*changed, *(Move(None, s) for s in came), *(Move(s, None) for s in went)]


def _key(statement: Statement) -> tuple[object, ...]:
    words = tuple(bare(word) for word in statement.text.split())
    return words, tuple(statement.chain), statement.stance
