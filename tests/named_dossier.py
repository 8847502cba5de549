"""A dossier of names that are hard to show: long ones, right to left, and one that two people have."""

from __future__ import annotations

from reportedly.records import (
    Article,
    Credit,
    Dossier,
    DossierClaim,
    DossierStory,
    Source,
    Statement,
)

LONG = "Interministerial Coordination Council for the Restoration of " + "Waterways " * 13 + "of Kestria"
MINISTRY = "وزارة الدفاع"
TITLE = "فيضانات في مارن"

_SAID = [  # story, article, outlet, chain, stance, text
    ("flood", "f1", "Courier", ["Jan Kowal", "ORNA"], "affirms", "The bridge at Marn is closed."),
    ("flood", "f2", "Herald", ["Jan Kowal"], "affirms", "The bridge at Marn is closed."),
    ("flood", "f2", "Herald", [MINISTRY], "denies", "The bridge at Marn is closed."),
    ("flood", "f1", "Courier", [MINISTRY], "affirms", "غادر الجنود المدينة"),
    ("flood", "f3", LONG, [LONG], "affirms", "Repairs were agreed upon."),
    ("chess", "c1", "Herald", ["Jan Kowal"], "affirms", "The final ends in a draw."),
    ("chess", "c1", "Herald", ["officials"], "affirms", "The hall was full."),
    ("flood", "f2", "Herald", ["officials"], "affirms", "The water falls."),
    ("chess", "c2", "Courier", [], "affirms", "Tickets were sold out."),
]


def names() -> Dossier:
    """Return the dossier: two stories, both with a Jan Kowal, and officials."""
    statements = [
        Statement(f"s{n}", article, 0, len(text), text, False, stance, chain, [], [], [[0, len(text)]])
        for n, (_, article, _, chain, stance, text) in enumerate(_SAID)
    ]
    claims = []
    for n, text in enumerate(dict.fromkeys(row[5] for row in _SAID)):
        rows = [(f"s{m}", row) for m, row in enumerate(_SAID) if row[5] == text]
        affirm = sorted({row[3][0] if row[3] else row[2] for _, row in rows if row[4] == "affirms"})
        deny = sorted({row[3][0] for _, row in rows if row[4] == "denies"})
        outlets = {row[2] for _, row in rows}
        claims.append(
            DossierClaim(
                f"c{n}", rows[0][1][0], text, [id for id, _ in rows], len(outlets), len(outlets), affirm,
                len(affirm), affirm, [], deny, None,
            )
        )  # fmt: skip
    outlets = dict.fromkeys((row[0], row[1], row[2]) for row in _SAID)
    articles = [
        Article(
            id, f"k-{id}", f"{id}.html", outlet=outlet, title=f"Report {id}", published=f"2031-0{n + 1}-04",
            language="en", text=" ".join(row[5] for row in _SAID if row[1] == id),
            credits=[Credit("ORNA", "text", "(ORNA)")] if id == "f3" else [],
        )
        for n, (_, id, outlet) in enumerate(outlets)
    ]  # fmt: skip
    stories = [
        DossierStory(
            story, title, [a.id for a in articles if (story, a.id, a.outlet) in outlets],
            [c.id for c in claims if c.story == story],
        )
        for story, title in (("flood", TITLE), ("chess", "Chess final in Orla"))
    ]  # fmt: skip
    sources = [
        Source("Jan Kowal", "person", ["Kowal"], "City of Marn"), Source("ORNA", "agency"),
        Source(MINISTRY, "government"), Source(LONG, "organisation"), Source("officials", "unnamed"),
    ]  # fmt: skip
    return Dossier(articles, stories, statements, claims, sources)
