"""What a store has on a sentence: the claims that say the same, the contrary, or something near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.asking import answers
from reportedly.asking.answers import Answer, Hit
from reportedly.asking.finding import Asking, candidates
from reportedly.asking.passages import chosen, quoted
from reportedly.asking.sentence import Asked, asked
from reportedly.claims import Likeness, encode, likenesses, said
from reportedly.dossiers.phrases import standing
from reportedly.dossiers.view import View
from reportedly.languages import LANGUAGES
from reportedly.store import seeking
from reportedly.store.seeking import Narrowed, Proposed

MOST, MOST_PASSAGES = 20, 20
"""Claims of a relation, and passages of a claim, that are given at most."""

READ, WORDINGS = 12, 6
"""Claims whose passages are read, and wordings of each that are compared, at most."""

OF_SEVERAL = 0.05
"""What a wording must be more like the sentence than the claim's own text: the best of several is."""

RELATIONS = ("same", "contrary", "near")

_TURNED = {"same": "contrary", "contrary": "same"}


@dataclass(frozen=True, slots=True)
class _Compared:
    """A claim that may be about the sentence, and how it stands to it."""

    proposed: Proposed
    likeness: Likeness
    relation: str  # of what the store has on the claim
    wording: str  # of the claim's words

    @classmethod
    def of(cls, about: Asked, proposed: Proposed, like: Likeness) -> _Compared:
        """Return how a claim stands to what the sentence says; one that is only denied says its contrary."""
        turned = _TURNED.get(like.relation, like.relation)
        wording, other = (turned, like.relation) if about.denied else (like.relation, turned)
        return cls(proposed, like, other if _is_only_denied(proposed) else wording, wording)


def _order(row: _Compared) -> tuple[float, str]:
    return -row.likeness.score, row.proposed.claim.id


def check(
    store: Asking,
    sentence: str,
    narrowed: Narrowed = Narrowed(),  # noqa: B008 (frozen)
    most: int = 5,
    passages: int = 4,
) -> Answer:
    """Return what a store has on a sentence: `most` claims of each relation, so many `passages` of each.

    Raises InputError for a sentence that is empty or too long.
    """
    most, passages = max(1, min(most, MOST)), max(0, min(passages, MOST_PASSAGES))
    about = asked(sentence)
    [vector] = encode([about.text])
    held, waiting = store.seek(seeking.held)
    found = store.seek(lambda state: candidates(state, vector, about.text, narrowed))
    near = _compared(about, found)[:READ]
    view = View(store.holding([each.proposed.claim.id for each in near]))
    by_relation: dict[str, list[_Compared]] = defaultdict(list)
    for each in _by_wordings(about, near, view):
        by_relation[each.relation].append(each)
    verdict = next((name for name in RELATIONS if by_relation[name]), "none")
    same, contrary, near_it = (
        [_hit(each, view, passages) for each in by_relation[name][:most]] for name in RELATIONS
    )
    return answers.readable(Answer(
        about.sentence, about.text, about.denied, list(about.tellers), verdict in ("same", "contrary"),
        verdict, answers.in_words(verdict, len(by_relation["contrary"])), same, contrary, near_it,
        held, waiting, answers.caveats(about.tellers, waiting),
    ))  # fmt: skip


def _compared(about: Asked, found: Sequence[Proposed]) -> list[_Compared]:
    """Return the claims that have to do with a sentence, those that are most like it first."""
    by_language: dict[str, list[Proposed]] = defaultdict(list)
    for each in found:
        by_language[_language(each)].append(each)
    rows = []
    for language, some in by_language.items():
        denied, texts = [_is_only_denied(each) for each in some], [each.claim.text for each in some]
        likes = likenesses(about.text, texts, denied, language)
        rows += [_Compared.of(about, *pair) for pair in zip(some, likes, strict=True)]
    return sorted((row for row in rows if row.relation != "other"), key=_order)


def _by_wordings(about: Asked, near: Sequence[_Compared], view: View) -> list[_Compared]:
    """Return the claims by the wording, of those that outlets gave them, that is most like the sentence.

    A wording that says otherwise than the claim's own text is passed over, and where that text has other
    numbers, times, names or roles than the sentence, it alone counts.
    """
    rows = []
    for row in near:
        if (claim := view.claims.get(row.proposed.claim.id)) is None:  # it went between two states
            continue
        told = dict.fromkeys(said(s) for s in view.told(claim, "affirms"))
        told.pop(claim.text, None)
        likes = [] if row.likeness.apart else likenesses(
            about.text, list(told)[:WORDINGS], (), _language(row.proposed)
        )  # fmt: skip
        fit = [
            replace(like, score=round(like.score - OF_SEVERAL, 4))
            for like in likes
            if like.opposed == row.likeness.opposed and not like.apart
        ]
        best = max([row.likeness, *fit], key=lambda like: (like.whole, like.score))
        missing = tuple(word for word in best.missing if word in row.likeness.missing)
        rows.append(_Compared.of(about, row.proposed, replace(best, missing=missing)))
    return sorted(rows, key=_order)


def _language(proposed: Proposed) -> str:
    """Return the language whose words a claim is compared by."""
    known = LANGUAGES.get(proposed.language or "")
    return known.code if known and known.has("comparing.toml") else "en"


def _is_only_denied(proposed: Proposed) -> bool:
    """Does the store have nobody who affirms the claim? Then what it has says the claim's contrary."""
    return proposed.claim.independent == 0 and bool(proposed.claim.disputed_by)


# ---------------------------------------------------------------- what is shown of a claim
def _hit(compared: _Compared, view: View, most: int) -> Hit:
    claim, like = view.claims[compared.proposed.claim.id], compared.likeness
    first = claim.first_reported
    told, left = chosen(view, claim, most)
    return Hit(
        claim.id, claim.story, compared.proposed.title, claim.text, compared.relation, like.score,
        list(like.apart), list(like.missing), claim.n_articles, claim.n_outlets, claim.independent,
        claim.origins, claim.rests_on, claim.disputed_by, first.published if first else None,
        standing(claim), [quoted(view, s, _says(compared, s.stance)) for s in told], left,
    )  # fmt: skip


def _says(compared: _Compared, stance: str) -> str:
    """Return what a statement of the claim says of the sentence."""
    if stance == "unsure":
        return "left open"
    wording = compared.wording if stance == "affirms" else _TURNED.get(compared.wording, "near")
    return {"same": "the same", "contrary": "the contrary"}.get(wording, "something near")
