"""Dossiers that no newsroom writes: for the tests of what every format must survive."""

from __future__ import annotations

from hypothesis import strategies as st

from reportedly.records import (
    Article,
    Copy,
    Credit,
    Dossier,
    DossierClaim,
    DossierStory,
    Evidence,
    FirstReport,
    Passage,
    Place,
    Quote,
    Source,
    Statement,
    TimelineEntry,
    Version,
    WordRun,
)

NAMES = [
    '=HYPERLINK("http://evil.example";"click")',
    "+49 30 1234",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "two\nlines",
    "tab\tand\r\nmore",
    "he said \"so\", and, 'well'; and | more\\",
    "وكالة أنباء المرفأ",
    "‏סוכנות ‮הידיעות",
    "N" * 200,
    "\x1b[31mred\x00null",
    "emoji 😀 and é",
    "(outlet not stated)",
    "a/b?c#d%20e <f>",
    " ",
]


def dossier_of(names: list[str], dangling: bool = False) -> Dossier:
    """Return a dossier in which every name stands in every place that holds one.

    Where it is `dangling`, some ids lead nowhere, and nobody tells its claims.
    """
    articles = [_article(n, name) for n, name in enumerate(names)]
    claims = [_claim(n, name, articles[n].id, dangling) for n, name in enumerate(names)]
    passages = [(Passage("nowhere" if dangling else a.id, 0, 1), Passage(a.id, 0, 1)) for a in articles]
    place = Place("a0", None, 0, 1, "x", [WordRun("same", "x", 0, 1)])
    return Dossier(
        articles=articles,
        stories=[DossierStory("story", "".join(names[:1]), [a.id for a in articles], [c.id for c in claims])],
        statements=[_statement(n, name, articles[n].id, names[0]) for n, name in enumerate(names)],
        claims=claims,
        sources=[Source(name, "person", [name], names[0]) for name in names[::2]],
        copies=[Copy(*both, 0.5, direction="date") for both in passages],
        quotes=[Quote(name, [Version(name, ["s0"], changed_by=[name], places=[place])]) for name in names],
        timeline=[TimelineEntry("2031", "year", name, ["s0"], articles=["a0"]) for name in names],
    )


def _article(n: int, name: str) -> Article:
    return Article(
        f"a{n} {name}",
        f"k{n}",
        name,
        url=f"https://x.example/{name}",
        outlet=None if n % 3 == 0 else name,
        title=name,
        byline=[name],
        credits=[Credit(name, "text", name)],
        dateline=name,
        published="2031-05-06T04:11:00+05:30" if n % 2 else None,
        language="en",
        text=f"{name}\nsaid so.",
        urls=[name],
    )


def _statement(n: int, name: str, article: str, first: str) -> Statement:
    spans = [[0, len(name)]]
    stance = ("affirms", "denies", "unsure")[n % 3]
    chain = [first, name]
    return Statement(f"s{n}", article, 0, len(name), name, n % 2 == 0, stance, chain, spans, [], spans)


def _claim(n: int, name: str, article: str, dangling: bool) -> DossierClaim:
    lost = ["nowhere"] if dangling else []
    first = FirstReport("nowhere" if dangling else article, "2031-05-06", None, f"s{n}", lost, lost)
    evidence, told = [Evidence("credit", [article, *lost], name)], [f"s{n}", *lost]
    tellers = [] if dangling else [name]
    return DossierClaim(f"c{n}", "story", name, told, 1, 1, tellers, 1, tellers, evidence, tellers, first)


def dossiers() -> st.SearchStrategy[Dossier]:
    """Dossiers with any names, and with ids that lead nowhere."""
    names = st.lists(st.text(max_size=20) | st.sampled_from(NAMES), max_size=4)
    return st.builds(dossier_of, names, st.booleans())
