"""A claim as HTML: closed, what stands behind it; open, on whose word, and the passages it rests on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportedly.dossiers.context import Contexts, Piece, Sharing
from reportedly.dossiers.dates import in_words
from reportedly.dossiers.linked import is_web
from reportedly.dossiers.markup import Markup, join, tag
from reportedly.dossiers.phrases import LOOSE, listed, one_line, partial, verdict
from reportedly.dossiers.view import Link, View
from reportedly.records import Article, Dossier, DossierClaim, Statement

_DISPUTERS = 12  # who are named in brief; of more, how many others there are
_TELLS = {"affirms": "", "denies": "denies it", "unsure": "leaves it open", "loose": "fits it only loosely"}


class Links:
    """Where things are found on a page that holds all of a dossier; other pages have links of their own.

    Claims and passages have anchors `c1`, `p1`, counted in the dossier's order.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.claim_anchors = {c.id: f"c{n}" for n, c in enumerate(dossier.claims, 1)}
        self.passage_anchors = {s.id: f"p{n}" for n, s in enumerate(dossier.statements, 1)}

    def claim(self, id: str | None) -> str | None:
        """Return the address of a claim, by id."""
        anchor = self.claim_anchors.get(id or "")
        return anchor and f"#{anchor}"

    def passage(self, statement: str | None) -> str | None:
        """Return the address of the passage of a statement, by id."""
        anchor = self.passage_anchors.get(statement or "")
        return anchor and f"#{anchor}"

    def titled(self, article: Article) -> Markup:
        """Return an article's title, as a link where its address is one that a browser should follow."""
        title = one_line(article.title or "no title")
        if article.url and is_web(article.url):
            return tag("a", title, href=article.url, rel="noopener noreferrer nofollow")
        return join(title)

    def source(self, name: str) -> Markup:
        """Return the name of a source; here it leads nowhere."""
        return join(name)


class Claims:
    """The claims of a dossier as HTML."""

    def __init__(self, view: View, links: Links | None = None) -> None:
        self.view = view
        self.contexts = Contexts(view)
        self.links = links or Links(view.dossier)

    def head(self, claim: DossierClaim) -> Markup:
        """Return a claim in brief: how many origins, what is claimed, on whom it rests, who disputes it."""
        number = tag(
            "span",
            tag("b", str(claim.independent)),
            tag("span", "origin" if claim.independent == 1 else "origins"),
            class_="count several" if claim.independent > 1 else "count",
            aria_hidden="true",
        )
        disputed = f"disputed by {listed(claim.disputed_by, _DISPUTERS)}" if claim.disputed_by else None
        told = tag(
            "span",
            tag("span", one_line(claim.text), class_="claim-text"),
            tag("span", _verdict(claim), class_="verdict"),
            tag("span", partial(claim), class_="party") if claim.party else None,
            tag("span", disputed, class_="disputed") if disputed else None,
            class_="head",
        )
        return join(number, told)

    def claim(self, claim: DossierClaim) -> Markup:
        """Return a claim: closed, what stands behind it; open, on whose word, and the passages."""
        told = {stance: self.view.told(claim, stance) for stance in _TELLS}
        sides = [
            _side("On whose word", self.tree(told["affirms"], claim.rests_on), "for"),
            _side("Denied by", self.tree(told["denies"]), "against"),
            _side("Left open by", self.tree(told["unsure"]), "open"),
            _side(LOOSE, self.tree(told["loose"]), "open"),
        ]
        passages = [self.passage(s) for stance in _TELLS for s in told[stance]]
        return tag(
            "li",
            tag(
                "details",
                tag("summary", self.head(claim)),
                tag(
                    "div",
                    tag("div", *sides, class_="sides"),
                    self.why(claim),
                    self.first(claim),
                    *passages,
                    class_="inside",
                ),
                id=self.links.claim_anchors[claim.id],
            ),
        )

    def tree(self, statements: Sequence[Statement], strong: Collection[str] = ()) -> Markup | None:
        """Return the chains of statements, drawn from left to right; names in `strong` stand out."""
        if not statements:
            return None
        names = {one_line(name) for name in strong}
        return tag(
            "ul", *[self.link(link, names, root=True) for link in self.view.chains(statements)], class_="tree"
        )

    def link(self, link: Link, strong: Collection[str], root: bool = False) -> Markup:
        """Return a source with what came from it; an outlet leads to its passages."""
        weight = " rests" if link.name in strong else ""
        if link.outlet:
            label = join(link.name, tag("small", " own word") if root else None)
            passage = self.links.passage(link.statements[0])
            return tag("li", tag("a", label, href=passage, class_=f"node outlet{weight}"))
        then = tag("ul", *[self.link(child, strong) for child in link.then])
        return tag("li", tag("span", link.name, class_=f"node{weight}"), then)

    def why(self, claim: DossierClaim) -> Markup | None:
        """Return the reasons for the count."""
        reasons = list(dict.fromkeys(one_line(e.why) for e in claim.evidence))
        if claim.independent > 1:
            reasons.append("No link between these origins was found; independence is not established.")
        return _side("Why this count", items(reasons), "why") if reasons else None

    def first(self, claim: DossierClaim) -> Markup:
        """Return who was first, as far as is known, with a link to the sentence that proves it."""
        told = self.view.first_report(claim.first_reported)
        first = claim.first_reported
        proof = self.links.passage(first.statement if first else None)
        link = tag("a", "The sentence", href=proof) if proof else None
        return tag("p", told, " " if link else None, link, class_="first")

    def stands(self, statement: Statement) -> str:
        """Return how a statement stands to its claim: its stance, or "loose"."""
        claim = self.view.claims.get(self.view.claim_of.get(statement.id, ""))
        return "loose" if claim and statement.id in claim.loose else statement.stance

    def passage(self, statement: Statement, anchored: bool = True) -> Markup:
        """Return a statement in its paragraph, with who, said, what, and copied words marked.

        Where it is shown more than once on a page, only one may be `anchored`.
        """
        view, article = self.view, self.view.articles.get(statement.article)
        paragraphs, copied = self.contexts.of(statement)
        published = article.published if article else None
        caption = [
            tag("b", view.outlet(statement.article)),
            tag("span", in_words(published[:10]) if published else "no date"),
            tag("cite", self.links.titled(article)) if article else None,
        ]
        chain = " → ".join([*map(one_line, statement.chain), view.outlet(statement.article)])
        notes = [tag("p", chain, class_="chain")] if statement.chain else []
        tells = _TELLS[self.stands(statement)]
        notes += [tag("p", tells, class_="stance")] if tells else []
        notes += [tag("p", _shares(view, sharing), class_="shares") for sharing in _once(copied)]
        return tag(
            "figure",
            tag("figcaption", *caption),
            tag("blockquote", *[tag("p", *map(marked, pieces)) for pieces in paragraphs]),
            *notes,
            class_=f"passage {statement.stance}",
            id=self.links.passage_anchors[statement.id] if anchored else None,
        )


def _side(heading: str, inside: Markup | None, class_: str) -> Markup | None:
    return tag("section", tag("h3", heading), inside, class_=class_) if inside else None


def items(rows: Sequence[str]) -> Markup | None:
    """Return rows as a plain list, or None when there are none."""
    return tag("ul", *[tag("li", row) for row in rows], class_="plain") if rows else None


def _verdict(claim: DossierClaim) -> Markup:
    """Return the verdict with what the claim rests on made strong."""
    words, colon, names = verdict(claim).partition(": rests on ")
    return join(words, colon, tag("b", names) if names else None)


def marked(piece: Piece) -> Markup:
    """Return a piece of a paragraph; what it is becomes its classes."""
    if not piece.kinds:
        return join(piece.text)
    name = "mark" if "content" in piece.kinds else "span"
    return tag(name, piece.text, class_=" ".join(sorted(piece.kinds)))


def _once(sharings: Sequence[Sharing]) -> list[Sharing]:
    """Return the sharings, one for each other article."""
    return list({sharing.article: sharing for sharing in sharings}.values())


def _shares(view: View, sharing: Sharing) -> Markup:
    other = view.articles.get(sharing.article)
    return join(
        tag("span", "Underlined words", class_="copied"),
        f" also stand in {view.outlet(sharing.article)}",
        f", “{one_line(other.title)}”" if other and other.title else None,
        f" ({sharing.share:.0%} of the shorter article is shared)",
    )
