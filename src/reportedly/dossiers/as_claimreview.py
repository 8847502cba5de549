"""A draft of a ClaimReview (schema.org, JSON-LD) for each claim: all but who reviews, and the verdict."""

from __future__ import annotations

from reportedly.dossiers.as_jsonld import CONTEXT, TYPES, carriers, first_carrier
from reportedly.dossiers.display import Display
from reportedly.dossiers.everybody import everybody
from reportedly.dossiers.json_text import an_item_a_line
from reportedly.dossiers.linked import Node, address, present, urn
from reportedly.dossiers.phrases import COUNTING, standing
from reportedly.dossiers.view import View
from reportedly.records import Article, Dossier, DossierClaim

TO_FILL_IN = "A draft. For the reviewer to add: author, url, datePublished and reviewRating, the verdict."


def export(dossier: Dossier, display: Display) -> str:
    """Return a draft for each claim, in the dossier's order; each can be taken out and stands by itself."""
    view = View(dossier)
    kinds = {source.name: source.kind for source in everybody(dossier)}
    drafts = [_draft(view, claim, kinds) for claim in dossier.claims]
    return an_item_a_line({"@context": CONTEXT, "@graph": drafts})


def _draft(view: View, claim: DossierClaim, kinds: dict[str, str]) -> Node:
    whys = dict.fromkeys(evidence.why for evidence in claim.evidence)
    body = [standing(claim), view.first_report(claim.first_reported), *(f"{why}." for why in whys), COUNTING]
    return {
        "@type": "ClaimReview",
        "@id": urn("review", claim.id),
        "creativeWorkStatus": "Draft",
        "description": TO_FILL_IN,
        "claimReviewed": claim.text,
        "itemReviewed": _claim(view, claim, kinds),
        "reviewBody": "\n".join(body),
    }


def _claim(view: View, claim: DossierClaim, kinds: dict[str, str]) -> Node:
    first = first_carrier(view, claim)
    return present(
        {
            "@type": "Claim",
            "@id": urn("claim", claim.id),
            "text": claim.text,
            "author": [{"@type": TYPES.get(kinds[name], "Thing"), "name": name} for name in claim.origins],
            "appearance": [_appearance(article) for article in carriers(view, claim)],
            "firstAppearance": _appearance(first) if first else None,
        }
    )


def _appearance(article: Article) -> Node:
    outlet = {"@type": "NewsMediaOrganization", "name": article.outlet}
    return present(
        {
            "@type": "NewsArticle",
            "@id": urn("article", article.id),
            "headline": article.title,
            "url": address(article.url),
            "publisher": outlet if article.outlet is not None else None,
            "datePublished": article.published,
        }
    )
