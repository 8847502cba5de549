"""Sources under the names that analysts gave them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportedly.origins.voices import key
from reportedly.records import Article, Reading, Source, Statement, StoryMaterial
from reportedly.store.decisions.anchors import Articles, Statements
from reportedly.store.decisions.record import Decision


def renamed(material: StoryMaterial, decisions: Iterable[Decision]) -> StoryMaterial:
    """Return a story's material with its sources as analysts named them.

    A rename without targets holds everywhere; one of articles holds in the stories that have one of
    them; one of statements for these alone. Ids of statements stay as they are.
    """
    renames = [d for d in decisions if d.kind == "rename" and d.name and d.instead]
    if not renames:
        return material
    articles, statements = Articles(material.articles), Statements(material.articles, material.readings)
    whole = [d for d in renames if _in_story(d, articles)]
    single: dict[str, list[Decision]] = {}
    for decision in renames:
        for target in decision.targets:
            if found := statements.id(target):
                single.setdefault(found, []).append(decision)
    if not whole and not single:
        return material
    names = Names(whole)
    apart = {k: Names(sorted([*whole, *own], key=lambda d: d.number)) for k, own in single.items()}
    return dataclasses.replace(
        material,
        articles=[_article(article, names) for article in material.articles],
        readings=[_reading(reading, names, apart) for reading in material.readings],
    )


def _in_story(decision: Decision, articles: Articles) -> bool:
    if any(target.statement for target in decision.targets):
        return False
    return not decision.targets or any(articles.keys(target) for target in decision.targets)


class Names:
    """The right name for each wrong one; the later rename wins where two contradict."""

    def __init__(self, renames: Sequence[Decision]) -> None:
        self._instead: dict[str, str] = {}
        self.overruled: dict[str, set[str]] = {}  # decision -> the later ones against it
        said: dict[str, str] = {}  # wrong name -> the decision that says so
        for decision in renames:
            wrong, right = key(decision.name or ""), decision.instead or ""
            against = {said.pop(wrong, "")}
            self._instead.pop(wrong, None)
            if key(self.of(right)) == wrong:  # what is right now was said to be called otherwise
                against.add(said.pop(key(right), ""))
                self._instead.pop(key(right), None)
            for earlier in against - {""}:
                self.overruled.setdefault(earlier, set()).add(decision.id)
            self._instead[wrong], said[wrong] = right, decision.id

    def of(self, name: str) -> str:
        """Return the right name of whoever is called so."""
        seen = set()
        while (known := key(name)) in self._instead and known not in seen:
            seen.add(known)
            name = self._instead[known]
        return name

    def all(self, names: Sequence[str]) -> list[str]:
        """Return the right names of a chain; who stands in it twice then, once."""
        return list(dict.fromkeys(self.of(name) for name in names))


def _article(article: Article, names: Names) -> Article:
    outlet = names.of(article.outlet) if article.outlet else None
    credits = [dataclasses.replace(credit, agency=names.of(credit.agency)) for credit in article.credits]
    return dataclasses.replace(article, outlet=outlet, credits=credits)


def _reading(reading: Reading, names: Names, apart: Mapping[str, Names]) -> Reading:
    return dataclasses.replace(
        reading,
        statements=[_statement(s, apart.get(s.id, names)) for s in reading.statements],
        attributions=[
            dataclasses.replace(a, names=names.all(a.names), chain=names.all(a.chain))
            for a in reading.attributions
        ],
        sources=[*_sources(reading.sources, names), *_new(reading, apart)],
    )


def _statement(statement: Statement, names: Names) -> Statement:
    return dataclasses.replace(statement, chain=names.all(statement.chain))


def _sources(sources: Sequence[Source], names: Names) -> Iterator[Source]:
    """Yield sources under their right names; two that are one then are one row."""
    rows: dict[str, Source] = {}
    for source in sources:
        name = names.of(source.name)
        above = names.of(source.speaks_for) if source.speaks_for else None
        known = rows.setdefault(name, Source(name, source.kind, [], None))
        known.aliases = sorted({*known.aliases, *source.aliases, source.name} - {name})
        known.speaks_for = known.speaks_for or (above if above != name else None)
    yield from rows.values()


def _new(reading: Reading, apart: Mapping[str, Names]) -> Iterator[Source]:
    """Yield those whom only a rename of single statements names, of the kind that it had before."""
    known = {source.name: source.kind for source in reading.sources}
    named = dict.fromkeys(
        (apart[s.id].of(name), known.get(name, "person"))
        for s in reading.statements
        if s.id in apart
        for name in s.chain
        if apart[s.id].of(name) not in known
    )
    yield from (Source(name, kind) for name, kind in named)
