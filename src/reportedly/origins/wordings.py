"""The wordings of one quotation beside the longest: where each stands, when first, and who changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.origins.drift import CHANGED, CUT, JOINED, PARAPHRASED, SAME, Comparison, compare
from reportedly.origins.quotations import Quotation
from reportedly.origins.runs import place
from reportedly.origins.sentences import joined
from reportedly.origins.times import first_report, precedence
from reportedly.records import Article, FirstReport, Version

NO_OUTLET = "(outlet not stated)"
_AGREE = 2
"""So many outlets with other words make a wording that one alone has its own."""
_ORDER = (CHANGED, JOINED, CUT, SAME, PARAPHRASED)


@dataclass(slots=True)
class _Wording:
    """Quotations of one wording, the first told first, and how it differs from the longest one."""

    members: list[Quotation]
    found: Comparison

    @property
    def outlets(self) -> list[str]:
        """The outlets that have it now, each once; those not stated one an article."""
        now = [q.article for q in self.members if q.version is None]
        return sorted(name for name, _ in {(a.outlet or NO_OUTLET, a.outlet or a.id) for a in now})


@dataclass(slots=True)
class _Telling:
    """A quotation, and its article under a name of its own, with the time of the version it stands in."""

    quotation: Quotation
    article: Article


def versions(members: Sequence[Quotation]) -> list[Version]:
    """Return the wordings of one quotation, given with its longest first; then the gravest first.

    There are none where its words say too little to be compared, even with themselves.
    """
    if compare(members[0].words, members[0].words) is None:
        return []
    alike: dict[tuple[object, ...], list[Quotation]] = {}
    for quotation in members:
        alike.setdefault(quotation.key, []).append(quotation)
    wordings = []
    for same in alike.values():
        same.sort(key=_told_first)
        one = same[0]
        found = compare(members[0].words, one.words, indirect=not one.direct, turned=one.turned)
        if found is not None:
            wordings.append(_Wording(same, found))
    longest, others = wordings[0], sorted(wordings[1:], key=_weight)
    edited = {q.article.id for q in members if q.version}
    tellings = [_telling(q, str(n), edited) for n, q in enumerate(q for w in wordings for q in w.members)]
    first = first_report((t.article, None) for t in tellings)
    early = {first.article, *first.as_early} if first else set()
    told = {id(telling.quotation): telling for telling in tellings}
    return [_version(w, longest, others, [told[id(q)] for q in w.members], early) for w in [longest, *others]]


def _told_first(quotation: Quotation) -> tuple[object, ...]:
    time = precedence(quotation.article.published, quotation.article.id)
    return quotation.version is not None, time, quotation.pieces


def _weight(wording: _Wording) -> tuple[object, ...]:
    """Return a sort key: what is grave first, then what changes most, then what most outlets have."""
    words = [word.key for word in wording.members[0].words]
    return not wording.found.grave, _ORDER.index(wording.found.kind), -len(wording.members), words


def _version(
    wording: _Wording,
    longest: _Wording,
    others: Sequence[_Wording],
    tellings: Sequence[_Telling],
    early: set[str],
) -> Version:
    edited = {q.article.id for w in (longest, *others) if w is not wording for q in w.members if q.version}
    changed_by, why = _blame(wording, longest, others, edited)
    return Version(
        text=wording.members[0].shown,
        statements=sorted({s.id for q in wording.members for s in q.statements}),
        kind=wording.found.kind,
        grave=wording.found.grave,
        longest=wording is longest,
        earliest=any(t.article.id in early for t in tellings),
        first=_report(tellings),
        changed_by=changed_by,
        why=why,
        places=[place(q, wording.found, longest.members[0]) for q in wording.members],
    )


# ---------------------------------------------------------------- times
def _telling(quotation: Quotation, name: str, edited: set[str]) -> _Telling:
    """Return a quotation with the time since when it stands where it does, as far as that is known."""
    article, version = quotation.article, quotation.version
    published, method = article.published, article.published_method
    if version:
        published = version.updated or version.published or version.fetched
        method = "updated" if version.updated else method if version.published else "fetched"
    elif article.id in edited:
        published = article.updated or article.fetched
        method = "updated" if article.updated else "fetched"
    return _Telling(quotation, replace(article, id=name, published=published, published_method=method))


def _report(tellings: Sequence[_Telling]) -> FirstReport | None:
    """Return the first report of a wording, under the articles' own names."""
    named = {t.article.id: t.quotation for t in tellings}
    found = first_report((t.article, next(iter(t.quotation.statements), None)) for t in tellings)
    if found is None:
        return None
    first = named[found.article].article.id
    as_early, undated = (
        sorted({named[name].article.id for name in names} - {first})
        for names in (found.as_early, found.undated)
    )
    return replace(found, article=first, as_early=as_early, undated=undated)


# ---------------------------------------------------------------- who changed it
def _blame(
    wording: _Wording, longest: _Wording, others: Sequence[_Wording], edited: set[str]
) -> tuple[list[str], str]:
    """Return the outlets that changed a wording, as far as the articles show, and what shows it.

    `edited`: the articles of which an earlier version has another wording.
    """
    kind, outlets = wording.found.kind, wording.outlets
    editors = sorted(
        {q.article.outlet or NO_OUTLET for q in wording.members if not q.version and q.article.id in edited}
    )
    if not outlets:
        names = sorted({q.article.outlet or NO_OUTLET for q in wording.members})
        return [], f"{joined(names)} {'has' if len(names) == 1 else 'have'} edited it since"
    if editors:
        return editors, f"{joined(editors)} had other words in an earlier version"
    if wording is longest:
        return _alone(outlets, [w for w in others if w.found.kind == CHANGED]) or ([], "")
    if kind == CHANGED:
        agreed = "" if _alone(longest.outlets, [wording]) else "Which of the words were said is not known"
        return _alone(outlets, [longest]) or ([], agreed)
    if kind == JOINED:
        return outlets, "Nothing marks that words between the sentences are left out"
    return (outlets, "") if kind == CUT else ([], "")


def _alone(outlets: Sequence[str], against: Sequence[_Wording]) -> tuple[list[str], str] | None:
    """Return the one outlet that has words of its own where several agree on others, or None."""
    agreed = max((len(set(w.outlets) - set(outlets)) for w in against), default=0)
    if len(outlets) > 1 or agreed < _AGREE:
        return None
    return list(outlets), f"{outlets[0]} alone has these words; {agreed} other outlets agree on others"
