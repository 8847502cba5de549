"""Why lines count as one or as several, each in a sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reportedly.origins.lines import NO_OUTLET, Line, Tracer
from reportedly.origins.sentences import joined, sentence
from reportedly.records import Copy, Evidence, Statement

_NUMBER = re.compile(r"(?<![\w.,])(?!(?:1[89]|20)\d\d(?!\w))\d(?:[.,]?\d)+[1-9](?![\w]|[.,]\d)")
"""Three digits or more, not round and not a year."""


def evidence(
    told: Sequence[Statement],
    affirming: Sequence[Statement],
    lines: Sequence[Line],
    rests_on: Mapping[str, str],
    tracer: Tracer,
) -> list[Evidence]:
    """Return the evidence of a claim's count, by kind (see records.Evidence), in their order.

    `affirming` are the statements of those `told` that are surely of the claim, `lines` those that count;
    `rests_on` maps the nodes that they all run through to names.
    """
    found = [
        *_attributions(lines, rests_on, tracer),
        *_uncounted(affirming, lines, tracer),
        *_loose(told, affirming, tracer),
        *_principals(affirming, tracer),
        *_credits(affirming, lines, tracer),
        *_by_way(lines, tracer),
        *_copies(lines, tracer),
        *_facts([line for line in lines if not tracer.names_a_teller(line.statement)], tracer),
    ]
    ours = [Evidence(one.kind, one.articles, sentence(one.why)) for one in found]
    return [*_marks(affirming, tracer), *ours]


def _marks(affirming: Sequence[Statement], tracer: Tracer) -> list[Evidence]:
    """Tell which lines analysts marked as one, or as standing by themselves."""
    marks = {mark.id: mark for s in affirming for mark in tracer.marks.of(s.id)}
    return [
        Evidence("analyst", sorted({s.article for s in affirming if s.id in mark.statements}), mark.why)
        for mark in marks.values()
    ]


def _attributions(lines: Sequence[Line], rests_on: Mapping[str, str], tracer: Tracer) -> list[Evidence]:
    """Tell which lines run through each node that the claim rests on."""
    found = []
    of_node: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for node in line.path:
            of_node[node].append(line)
    for node, name in sorted(rests_on.items(), key=lambda item: item[1]):
        through = of_node[node]
        articles = {line.statement.article for line in through}
        tellers = sorted({line.steps[0].name for line in through if line.path[0] != node})
        outlets, have = _outlets(articles, tracer), _form(articles, "has", "have")
        if all(line.path[-1] == node for line in through):
            why = f"{outlets} {_form(articles, 'tells', 'tell')} it without naming anybody"
            if tellers:
                why = f"what {joined(tellers)} told is in {outlets} alone"
        elif tellers:
            why = f"{outlets} {have} what {joined(tellers)} told through {name}"
        else:
            why = f"{outlets} {have} it from {name}"
        found.append(Evidence("attribution", sorted(articles), why))
    return found


def _uncounted(affirming: Sequence[Statement], lines: Sequence[Line], tracer: Tracer) -> list[Evidence]:
    """Tell which articles add nothing, since they name no teller where others do."""
    articles = {s.article for s in affirming} - {line.statement.article for line in lines}
    if not articles:
        return []
    tellers = sorted({line.steps[0].name for line in lines})
    names, adds = _form(articles, "names", "name"), _form(articles, "adds", "add")
    why = f"{_outlets(articles, tracer)} {names} no teller and {adds} nothing beside {joined(tellers)}"
    return [Evidence("attribution", sorted(articles), why)]


def _loose(told: Sequence[Statement], affirming: Sequence[Statement], tracer: Tracer) -> list[Evidence]:
    """Tell which articles say only something near the claim."""
    articles = {s.article for s in told} - {s.article for s in affirming}
    if not articles:
        return []
    tells, adds = _form(articles, "tells", "tell"), _form(articles, "adds", "add")
    why = f"{_outlets(articles, tracer)} {tells} something near it, not surely the same, and {adds} nothing"
    return [Evidence("attribution", sorted(articles), why)]


def _principals(affirming: Sequence[Statement], tracer: Tracer) -> list[Evidence]:
    """Tell which tellers are one body."""
    names: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, set[str]] = defaultdict(set)
    for statement in affirming:
        for name in statement.chain:
            body = tracer.voices.body(name)
            names[body].add(tracer.voices.name(name))
            articles[body].add(statement.article)
    found = []
    for body in sorted(names):
        others = sorted(names[body] - {body})
        if len(names[body]) > 1:
            why = f"{joined(others)} {_form(others, 'speaks', 'speak')} for {body}"
            found.append(Evidence("principal", sorted(articles[body]), why))
    return found


def _credits(affirming: Sequence[Statement], lines: Sequence[Line], tracer: Tracer) -> list[Evidence]:
    """Tell which articles credit an agency, and whether a line of it counts."""
    articles: dict[str, set[str]] = defaultdict(set)
    for statement in affirming:
        for agency in tracer.credited(statement):
            articles[tracer.voices.name(agency)].add(statement.article)
    counted = {step.name for line in lines for step in line.steps[:-1]}
    found = []
    for agency, ids in sorted(articles.items()):
        role = "and it is on that agency's word" if agency in counted else "which carries what others said"
        why = f"{_outlets(ids, tracer)} {_form(ids, 'credits', 'credit')} {agency}, {role}"
        found.append(Evidence("credit", sorted(ids), why))
    return found


def _by_way(lines: Sequence[Line], tracer: Tracer) -> list[Evidence]:
    """Tell which articles are taken to have this by way of an agency, as they have other things."""
    other: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.through:
            other[f"other words of {line.steps[0].name} by way of {line.through}"].add(line.statement.article)
        if line.agency:
            told = f"other things by way of {line.agency}, on whose word this is elsewhere"
            other[told].add(line.statement.article)
    return [
        Evidence("credit", sorted(ids), f"{_outlets(ids, tracer)} {_form(ids, 'has', 'have')} {what}")
        for what, ids in sorted(other.items())
    ]


def _copies(lines: Sequence[Line], tracer: Tracer) -> list[Evidence]:
    """Tell which lines are another article's words, or have another's error."""
    found = {}
    for line in lines:
        if copy := line.copy:
            pair = (copy.origin.article, line.statement.article)
            found[pair] = Evidence("copy", list(pair), _copied(copy, tracer))
    errors: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.error:
            errors[line.error].add(line.statement.article)
    misspelt = [
        Evidence("error", sorted(articles), f"{_outlets(articles, tracer)} misspell a name alike: {error}")
        for error, articles in sorted(errors.items())
    ]
    return [found[pair] for pair in sorted(found)] + misspelt


def _facts(lines: Sequence[Line], tracer: Tracer) -> list[Evidence]:
    """Tell which numbers that nobody would guess stand in lines without a teller, in other words."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if not line.copy:
            for number in _NUMBER.findall(line.statement.text):
                bearers[number].add(line.statement.article)
    return [
        Evidence("fact", sorted(articles), f"{_outlets(articles, tracer)} have the same number, {number}")
        for number, articles in sorted(bearers.items())
        if len(articles) > 1
    ]


def _copied(copy: Copy, tracer: Tracer) -> str:
    """Say whose passage an article carries, and what tells so."""
    outlet, lender = _outlets([copy.copy.article], tracer), _outlets([copy.origin.article], tracer)
    if copy.direction == "agency copy":
        pair = [tracer.articles[passage.article] for passage in (copy.origin, copy.copy)]
        agencies = sorted({c.agency for article in pair for c in article.credits if c.kind == "text"})
        return f"{outlet} and {lender} carry the same passage, which one credits to {joined(agencies)}"
    if copy.direction == "unknown":
        return f"{outlet} and {lender} carry the same passage, and neither says whose it is"
    if copy.direction == "named":
        return f"{outlet} carries a passage of {lender}, which it names"
    return f"{outlet} carries a passage of {lender} without saying so"


def _outlets(articles: Iterable[str], tracer: Tracer) -> str:
    """Name the outlets of articles, as a sentence does; those without a name are counted."""
    names = [tracer.outlet(tracer.articles[article]).name for article in articles]
    stated = sorted({name for name in names if name != NO_OUTLET})
    nameless = names.count(NO_OUTLET)
    if nameless:
        several = f"{nameless} outlets that are not stated"
        stated.append("an outlet that is not stated" if nameless == 1 else several)
    return joined(stated)


def _form(subjects: Iterable[str], one: str, several: str) -> str:
    return one if len(set(subjects)) == 1 else several
