"""A dossier as W3C PROV-O (JSON-LD): what was derived from what, and on whose word.

The words of a claim travel: its first teller's account, that account as each relay passed it on, and the
passage in an article that was derived from the last. Accounts of one claim that went the same way are
one entity; so the graph is the one in which origins are counted, before who speaks for whom joins them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportedly.dossiers.dates import moment
from reportedly.dossiers.display import Display
from reportedly.dossiers.everybody import everybody
from reportedly.dossiers.json_text import an_item_a_line
from reportedly.dossiers.linked import Node, address, present, ref, urn
from reportedly.dossiers.view import View
from reportedly.records import Article, Copy, Dossier, EarlierVersion, Source, Statement, content_hash

_XSD = "http://www.w3.org/2001/XMLSchema#"
CONTEXT: Node = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "told": "urn:reportedly:terms:",
    "prov:generatedAtTime": {"@type": f"{_XSD}dateTime"},
}
_AGENTS = {
    "person": ["prov:Agent", "prov:Person"],
    "government": ["prov:Agent", "prov:Organization"],
    "military": ["prov:Agent", "prov:Organization"],
    "organisation": ["prov:Agent", "prov:Organization"],
    "agency": ["prov:Agent", "prov:Organization"],
    "outlet": ["prov:Agent", "prov:Organization"],
}
# What a passage of each stance is to its claim.
_TOWARD = {"affirms": "prov:specializationOf", "denies": "told:denies", "unsure": "told:leavesOpen"}
# What tells that a copy came from the other article; two with one agency's text may both have it from there.
_DERIVED = ("agency page", "named", "date")


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as one graph; a time that is no moment of a known zone is `dcterms:issued` alone."""
    view = View(dossier)
    copies: dict[str, list[Copy]] = {}
    for copy in dossier.copies:
        copies.setdefault(copy.copy.article, []).append(copy)
    graph = [_agent(source) for source in everybody(dossier)]
    graph += [node for article in dossier.articles for node in _revisions(article)]
    graph += [_article(view, article, copies.get(article.id, [])) for article in dossier.articles]
    graph += [_entity("claim", claim.id, {"prov:value": claim.text}) for claim in dossier.claims]
    accounts: dict[str, Node] = {}
    graph += [_passage(view, statement, accounts) for statement in dossier.statements]
    return an_item_a_line({"@context": CONTEXT, "@graph": [*graph, *accounts.values()]})


def _entity(kind: str, name: str, more: Node) -> Node:
    return present({"@id": urn(kind, name), "@type": ["prov:Entity", f"told:{kind.title()}"], **more})


def _agent(source: Source) -> Node:
    body = source.speaks_for
    return present(
        {
            "@id": urn("source", source.name),
            "@type": _AGENTS.get(source.kind, ["prov:Agent"]),
            "rdfs:label": source.name,
            "told:kind": source.kind,
            "prov:actedOnBehalfOf": ref("source", body) if body is not None else None,
        }
    )


def _article(view: View, article: Article, copies: Sequence[Copy]) -> Node:
    """Return an article: of whom it is, what it was before, and of which other articles it has passages."""
    tellers = [article.outlet] if article.outlet is not None else []
    tellers += [credit.agency for credit in article.credits if credit.kind == "text"]
    lenders = {copy.origin.article: copy.direction in _DERIVED for copy in copies}
    known = {name: derived for name, derived in lenders.items() if name in view.articles}
    link = address(article.url)
    more = {
        "prov:wasAttributedTo": [ref("source", name) for name in dict.fromkeys(tellers)],
        "prov:wasRevisionOf": _version(article, len(article.versions) - 1) if article.versions else None,
        "prov:wasDerivedFrom": [ref("article", name) for name, derived in known.items() if derived],
        "dcterms:relation": [ref("article", name) for name, derived in known.items() if not derived],
        "rdfs:seeAlso": {"@id": link} if link else None,
    }
    return _entity("article", article.id, {**_told(article), **more})


def _revisions(article: Article) -> Iterator[Node]:
    """Yield what stood at an article's address before, each the revision of the one before it."""
    for n, version in enumerate(article.versions):
        before = {"prov:wasRevisionOf": _version(article, n - 1)} if n else {}
        yield _entity("version", _version_name(article, n), {**_told(version), **before})


def _version(article: Article, n: int) -> Node:
    return ref("version", _version_name(article, n))


def _version_name(article: Article, n: int) -> str:
    return content_hash(article.id, n)


def _told(page: Article | EarlierVersion) -> Node:
    """Return what is known of an article or of an earlier version of it: id, title, times."""
    made = moment(page.published)
    return {
        "dcterms:identifier": page.id,
        "dcterms:title": page.title,
        "dcterms:issued": page.published,
        "prov:generatedAtTime": made.isoformat() if made else None,
    }


def _passage(view: View, statement: Statement, accounts: dict[str, Node]) -> Node:
    """Return a statement as a passage of its article; enter the accounts that its chain leads through."""
    claim = view.claim_of.get(statement.id)
    toward = {_TOWARD[statement.stance]: ref("claim", claim) if claim else None}
    last: Node | None = None
    for n, name in enumerate(statement.chain, 1):
        account = content_hash(claim or statement.id, statement.stance, statement.chain[:n])
        told = {"prov:wasAttributedTo": ref("source", name), "prov:wasDerivedFrom": last, **toward}
        last = ref("account", account)
        accounts.setdefault(account, _entity("account", account, told))
    article = view.articles.get(statement.article)
    own = article.outlet if article and not statement.chain else None
    more = {
        "prov:value": statement.text,
        "prov:wasQuotedFrom": ref("article", article.id) if article else None,
        "prov:wasDerivedFrom": last,
        "prov:wasAttributedTo": ref("source", own) if own is not None else None,
        **toward,
    }
    return _entity("passage", statement.id, more)
