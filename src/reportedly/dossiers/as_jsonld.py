"""A dossier in schema.org's words (JSON-LD): claims and where they appear, articles, quotations, speakers."""

from __future__ import annotations

from reportedly.dossiers.display import Display
from reportedly.dossiers.everybody import everybody
from reportedly.dossiers.json_text import an_item_a_line
from reportedly.dossiers.linked import Node, address, present, ref, urn
from reportedly.dossiers.phrases import standing
from reportedly.dossiers.view import View
from reportedly.records import Article, Dossier, DossierClaim, DossierStory, Source, Statement

CONTEXT = "https://schema.org"

# Of an unnamed source we know that somebody spoke, of an unknown one not even that.
TYPES = {
    "person": "Person",
    "unnamed": "Person",
    "government": "GovernmentOrganization",
    "military": "Organization",
    "organisation": "Organization",
    "agency": "NewsMediaOrganization",
    "outlet": "NewsMediaOrganization",
    "document": "CreativeWork",
}


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as one graph; the texts of articles stay out of it, their passages do not."""
    view = View(dossier)
    graph = [_story(view, story) for story in dossier.stories]
    graph += [_article(article) for article in dossier.articles]
    graph += [_claim(view, claim) for claim in dossier.claims]
    graph += [_quotation(view, s) for s in dossier.statements if s.quoted and s.article in view.articles]
    kinds = {source.name: source.kind for source in everybody(dossier)}
    graph += [_source(source, kinds) for source in everybody(dossier)]
    return an_item_a_line({"@context": CONTEXT, "@graph": graph})


def _claim(view: View, claim: DossierClaim) -> Node:
    """Return a claim with who said it first, and the articles that carry it."""
    first = first_carrier(view, claim)
    return present(
        {
            "@type": "Claim",
            "@id": urn("claim", claim.id),
            "text": claim.text,
            "author": [ref("source", name) for name in claim.origins],
            "appearance": [ref("article", article.id) for article in carriers(view, claim)],
            "firstAppearance": ref("article", first.id) if first else None,
            "description": standing(claim),
        }
    )


def carriers(view: View, claim: DossierClaim) -> list[Article]:
    """Return the articles that carry a claim, each once; one that denies it is no appearance of it."""
    told = [*view.told(claim, "affirms"), *view.told(claim, "unsure")]
    return [view.articles[a] for a in dict.fromkeys(s.article for s in told) if a in view.articles]


def first_carrier(view: View, claim: DossierClaim) -> Article | None:
    """Return the article known to have carried a claim first; None where a denial was the first report."""
    first = claim.first_reported.article if claim.first_reported else None
    return next((article for article in carriers(view, claim) if article.id == first), None)


def _story(view: View, story: DossierStory) -> Node:
    parts = [("article", a.id) for a in view.story_articles(story)]
    parts += [("claim", c.id) for c in view.story_claims(story)]
    return present(
        {
            "@type": "Collection",
            "@id": urn("story", story.id),
            "name": story.title,
            "hasPart": [ref(kind, name) for kind, name in parts],
        }
    )


def _article(article: Article) -> Node:
    agencies = dict.fromkeys(credit.agency for credit in article.credits if credit.kind == "text")
    return present(
        {
            "@type": "NewsArticle",
            "@id": urn("article", article.id),
            "identifier": article.id,
            "url": address(article.url),
            "headline": article.title,
            "publisher": ref("source", article.outlet) if article.outlet is not None else None,
            "author": [{"@type": "Person", "name": name} for name in article.byline],
            "sourceOrganization": [ref("source", agency) for agency in agencies],
            "creditText": [credit.passage for credit in article.credits],
            "dateline": article.dateline,
            "datePublished": article.published,
            "dateModified": article.updated,
            "inLanguage": article.language,
        }
    )


def _quotation(view: View, statement: Statement) -> Node:
    claim = view.claim_of.get(statement.id)
    return present(
        {
            "@type": "Quotation",
            "@id": urn("statement", statement.id),
            "text": statement.text,
            "spokenByCharacter": ref("source", statement.chain[0]) if statement.chain else None,
            "isPartOf": ref("article", statement.article),
            "about": ref("claim", claim) if claim else None,
        }
    )


def _source(source: Source, kinds: dict[str, str]) -> Node:
    kind = TYPES.get(source.kind, "Thing")
    body = source.speaks_for if kind != "CreativeWork" else None
    held = "affiliation" if kind == "Person" else "parentOrganization"
    return present(
        {
            "@type": kind,
            "@id": urn("source", source.name),
            "name": source.name,
            "alternateName": source.aliases,
            held: ref("source", body) if body in kinds else None,
        }
    )
