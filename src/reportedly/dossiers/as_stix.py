"""A dossier as a STIX 2.1 bundle: reports, who speaks, what stands behind each claim, who disputes it.

A story is a Report, a claim a Note, a source an Identity, a denial an Opinion on the Note. Admiralty
grades, and the `confidence` that stands for them in STIX, are the analyst's to give, and left out.

The clock has no part in it: `created` is the first publication among a story's articles, `modified` the
last time known of any of them; for identities, among all. A dossier without any time has EPOCH.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from reportedly.dossiers.dates import start
from reportedly.dossiers.display import Display
from reportedly.dossiers.everybody import everybody
from reportedly.dossiers.json_text import an_item_a_line
from reportedly.dossiers.linked import address, present
from reportedly.dossiers.phrases import COUNTING, NO_OUTLET, standing
from reportedly.dossiers.view import View
from reportedly.records import Article, Dossier, DossierClaim, DossierStory, Source, Statement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GRADING = (
    "Admiralty grading, for the analyst to give: reliability of the source (A to F), "
    "credibility of the information (1 to 6)."
)

# All ids are drawn from this one (UUID, version 5), so that the same thing has the same id in every bundle.
_NAMESPACE = uuid.UUID("6f0d2a43-5f0e-4f6b-9a57-0d3c8b1f2e64")
_CLASSES = {
    "person": "individual",
    "government": "organization",
    "military": "organization",
    "agency": "organization",
    "outlet": "organization",
    "organisation": "organization",
}

Thing = dict[str, Any]


def export(dossier: Dossier, display: Display) -> str:
    """Return the bundle, an object a line."""
    view = View(dossier)
    times = _times(dossier.articles)
    maker = _object("identity", "reportedly", times, name="reportedly", identity_class="system")
    sources = everybody(dossier)
    things = [maker, *(_identity(source, times) for source in sources)]
    things += [_speaks_for(s.name, s.speaks_for, times) for s in sources if s.speaks_for is not None]
    for story in dossier.stories:
        things += _story(view, story, maker["id"])
    content = [thing["id"] for thing in things] + [times["modified"]]
    bundle = {"type": "bundle", "id": _id("bundle", *content), "objects": things}
    return an_item_a_line(bundle)


def _story(view: View, story: DossierStory, maker: str) -> Iterable[Thing]:
    """Yield a story's notes and opinions, and the report that holds them."""
    articles = view.story_articles(story)
    times = _times(articles)
    held: list[str] = [_source(article.outlet) for article in articles if article.outlet is not None]
    for claim in view.story_claims(story):
        note = _note(view, claim, times, maker)
        opinions = list(_opinions(view, claim, note["id"], times, maker))
        yield from (note, *opinions)
        held += [*note["object_refs"], note["id"], *(opinion["id"] for opinion in opinions)]
    yield _object(
        "report",
        story.id,
        times,
        created_by_ref=maker,
        name=story.title or "(no title)",
        description=". ".join(filter(None, [view.facts(story), view.glance(story), COUNTING])),
        published=times["modified"],
        object_refs=list(dict.fromkeys(held)) or [maker],
        external_references=[_reference(view, article) for article in articles],
    )


def _note(view: View, claim: DossierClaim, times: Thing, maker: str) -> Thing:
    """Return a claim: what stands behind it, and each passage with its chain."""
    told = [s for stance in ("affirms", "denies", "unsure", "loose") for s in view.told(claim, stance)]
    whys = dict.fromkeys(evidence.why for evidence in claim.evidence)
    lines = [standing(claim), view.first_report(claim.first_reported), *whys]
    lines += [_passage(view, statement) for statement in told]
    names = [*claim.origins, *claim.rests_on, *claim.disputed_by]
    articles = dict.fromkeys(s.article for s in told if s.article in view.articles)
    return _object(
        "note",
        claim.id,
        times,
        created_by_ref=maker,
        abstract=claim.text,
        content="\n".join([*lines, GRADING]),
        object_refs=[_source(name) for name in dict.fromkeys(names)] or [maker],
        external_references=[_reference(view, view.articles[article]) for article in articles],
    )


def _opinions(view: View, claim: DossierClaim, note: str, times: Thing, maker: str) -> Iterable[Thing]:
    """Yield an opinion for everybody who disputes a claim, with the passages that say so."""
    denials = view.told(claim, "denies")
    for name in dict.fromkeys(claim.disputed_by):
        own = [s for s in denials if name in (s.chain[:1] or [view.outlet(s.article)])]
        explained = "\n".join(_passage(view, statement) for statement in own or denials)
        more = {"explanation": explained, "authors": [name], "opinion": "disagree", "object_refs": [note]}
        yield _object("opinion", f"{claim.id} {name}", times, created_by_ref=maker, **more)


def _identity(source: Source, times: Thing) -> Thing:
    told = [f"Kind: {source.kind}.", f"Also: {'; '.join(source.aliases)}." if source.aliases else ""]
    known = {"name": source.name or "(no name)", "identity_class": _CLASSES.get(source.kind, "unknown")}
    return _object("identity", f"source {source.name}", times, **known, description=" ".join(told).strip())


def _speaks_for(name: str, body: str, times: Thing) -> Thing:
    ends = {"source_ref": _source(name), "target_ref": _source(body)}
    told = {"relationship_type": "related-to", "description": "speaks for"}
    return _object("relationship", f"{name} speaks for {body}", times, **told, **ends)


def _passage(view: View, statement: Statement) -> str:
    """Return a statement on a line: on whose word, its stance, its words, where it stands."""
    chain = " → ".join([*statement.chain, view.outlet(statement.article)])
    stance = "" if statement.stance == "affirms" else f" ({statement.stance})"
    return f"{chain}{stance}: {statement.text} [{statement.article} {statement.start}-{statement.end}]"


def _reference(view: View, article: Article) -> Thing:
    """Return an article as what lies outside of STIX."""
    known = {"source_name": view.outlet(article.id) or NO_OUTLET, "external_id": article.id}
    return present({**known, "description": article.title, "url": address(article.url)})


# ---------------------------------------------------------------- ids and times
def _object(kind: str, key: str, times: Thing, **more: Any) -> Thing:
    head = {"type": kind, "spec_version": "2.1", "id": _id(kind, key)}
    return {**head, "created": times["created"], "modified": times["modified"], **present(more)}


def _id(kind: str, *keys: str) -> str:
    return f"{kind}--{uuid.uuid5(_NAMESPACE, repr((kind, *keys)))}"


def _source(name: str) -> str:
    return _id("identity", f"source {name}")


def _times(articles: Sequence[Article]) -> Thing:
    """Return when the articles were first published, and the last time that is known of them."""
    first = [moment for a in articles if (moment := start(a.published))]
    every = (time for a in articles for time in (a.published, a.updated, a.corrected, a.fetched))
    last = [moment for time in every if (moment := start(time))]
    created = min(first or last, default=EPOCH)
    return {"created": _stamp(created), "modified": _stamp(max(last, default=created))}


def _stamp(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
