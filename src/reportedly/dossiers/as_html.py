"""A dossier as one page of HTML that needs nothing else: no script, no font, no picture, no request."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from importlib.resources import files

from reportedly.dossiers.context import Contexts, Piece, Sharing
from reportedly.dossiers.dates import in_words
from reportedly.dossiers.display import Display
from reportedly.dossiers.markup import Markup, join, tag
from reportedly.dossiers.view import (
    COUNTING,
    Link,
    View,
    changes,
    listed,
    one_line,
    plural,
    told_widely,
    verdict,
)
from reportedly.records import (
    Article,
    Copy,
    Dossier,
    DossierClaim,
    DossierStory,
    Quote,
    Source,
    Statement,
    TimelineEntry,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LEGEND = tag(
    "p",
    "Open a claim for its passages: ",
    tag("span", "who", class_="source"),
    tag("span", "says", class_="cue"),
    tag("mark", "what", class_="content"),
    tag("span", "copied words", class_="copied"),
    tag("span", "words changed in the copy", class_="copied differs"),
    class_="legend",
)
_TELLS = {"affirms": "", "denies": "denies it", "unsure": "leaves it open"}


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as a whole HTML page."""
    page = _Page(View(dossier))
    titles = [one_line(story.title) for story in dossier.stories]
    style = files("reportedly.dossiers").joinpath("style.css").read_text("utf8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{titles[0] if titles else 'No story'} – reportedly"),
        tag("style", Markup(style)),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', page.body()), lang='en')}\n"


class _Page:
    """The parts of the page; claims and passages have anchors `c1`, `p1`, counted in the dossier's order."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.contexts = Contexts(view)
        self.claim_anchors = {c.id: f"c{n}" for n, c in enumerate(view.dossier.claims, 1)}
        self.passage_anchors = {s.id: f"p{n}" for n, s in enumerate(view.dossier.statements, 1)}
        self.claim_of = {s: c.id for c in view.dossier.claims for s in c.statements}

    def body(self) -> Markup:
        """Return the page from top to bottom."""
        view, dossier = self.view, self.view.dossier
        masthead = tag(
            "header",
            tag("p", "reportedly", class_="name"),
            tag("p", "Who says so, and on whose word?", class_="motto"),
            class_="masthead",
        )
        stories = [self.story(story, n) for n, story in enumerate(dossier.stories, 1)]
        rejected = [join(tag("code", one_line(r.input)), " ", r.reason) for r in dossier.rejected]
        same = [
            join(tag("code", one_line(d.input)), " is the same as ", tag("code", one_line(d.article)))
            for d in dossier.duplicates
        ]
        return join(
            masthead,
            self.contents() if len(stories) > 1 else None,
            tag("main", *(stories or [tag("p", "No story was found.", class_="nothing")])),
            tag(
                "aside",
                _section("In no story", self.articles(view.loose_articles())),
                _section("Sources", self.sources(dossier.sources)),
                _section("Not read", _items(rejected)),
                _section("The same article again", _items(same)),
                class_="appendix",
            ),
            tag("footer", tag("p", COUNTING), class_="colophon"),
        )

    def contents(self) -> Markup:
        """Return links to the stories."""
        links = [
            tag("li", tag("a", one_line(s.title), href=f"#s{n}"), " ", tag("small", self.view.facts(s)))
            for n, s in enumerate(self.view.dossier.stories, 1)
        ]
        return tag("nav", tag("h2", plural(len(links), "story")), tag("ol", *links), class_="contents")

    def story(self, story: DossierStory, number: int) -> Markup:
        """Return a story: headline, claims, timeline, words that changed, copied passages, articles."""
        view = self.view
        wide, single = told_widely(view.story_claims(story))
        more = tag(
            "details",
            tag("summary", plural(len(single), "more claim"), ", each in one article"),
            tag("ol", *[self.claim(c) for c in single], class_="claims"),
            class_="more",
        )
        claims = [tag("ol", *[self.claim(c) for c in wide], class_="claims")] if wide else []
        return tag(
            "article",
            tag("h1", one_line(story.title)),
            tag("p", view.facts(story), class_="facts"),
            tag("p", f"{view.glance(story)}.", class_="glance") if view.glance(story) else None,
            _section("Claims", _LEGEND if claims else None, *claims, more if single else None),
            _section("Timeline", self.timeline(view.timeline(story))),
            _section("Words that changed", *[self.drift(q) for q in view.drifts(story)]),
            _section("Copied passages", self.copies(view.copies(story))),
            _section("Articles", self.articles(view.story_articles(story))),
            id=f"s{number}",
            class_="story",
        )

    def claim(self, claim: DossierClaim) -> Markup:
        """Return a claim: closed, what stands behind it; open, on whose word, and the passages."""
        told = {stance: self.view.told(claim, stance) for stance in _TELLS}
        count = tag(
            "span",
            tag("b", str(claim.independent)),
            tag("span", "origin" if claim.independent == 1 else "origins"),
            class_="count several" if claim.independent > 1 else "count",
            aria_hidden="true",
        )
        head = tag(
            "span",
            tag("span", one_line(claim.text), class_="claim-text"),
            tag("span", _verdict(claim), class_="verdict"),
            tag("span", f"disputed by {listed(claim.disputed_by)}", class_="disputed")
            if claim.disputed_by
            else None,
            class_="head",
        )
        sides = [
            _side("On whose word", self.tree(told["affirms"], claim.rests_on), "for"),
            _side("Denied by", self.tree(told["denies"]), "against"),
            _side("Left open by", self.tree(told["unsure"]), "open"),
        ]
        passages = [self.passage(s) for stance in _TELLS for s in told[stance]]
        return tag(
            "li",
            tag(
                "details",
                tag("summary", count, head),
                tag("div", tag("div", *sides, class_="sides"), self.why(claim), *passages, class_="inside"),
                id=self.claim_anchors[claim.id],
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
            anchors = [self.passage_anchors[s] for s in link.statements]
            label = join(link.name, tag("small", " own word") if root else None)
            return tag("li", tag("a", label, href=f"#{anchors[0]}", class_=f"node outlet{weight}"))
        then = tag("ul", *[self.link(child, strong) for child in link.then])
        return tag("li", tag("span", link.name, class_=f"node{weight}"), then)

    def why(self, claim: DossierClaim) -> Markup | None:
        """Return the reasons for the count, and who was first."""
        reasons = list(dict.fromkeys(one_line(e.why) for e in claim.evidence))
        if claim.independent > 1:
            reasons.append("No link between these origins was found; independence is not established.")
        if claim.first_reported:
            first = claim.first_reported
            reasons.append(
                f"First reported {in_words(first.published[:10])}, {self.view.outlet(first.article)}."
            )
        return _side("Why this count", _items(reasons), "why") if reasons else None

    def passage(self, statement: Statement) -> Markup:
        """Return a statement in its paragraph, with who, said, what, and copied words marked."""
        view, article = self.view, self.view.articles.get(statement.article)
        paragraphs, copied = self.contexts.of(statement)
        published = article.published if article else None
        caption = [
            tag("b", view.outlet(statement.article)),
            tag("span", in_words(published[:10]) if published else "no date"),
            tag("cite", _title(article)) if article else None,
        ]
        chain = " → ".join([*map(one_line, statement.chain), view.outlet(statement.article)])
        notes = [tag("p", chain, class_="chain")] if statement.chain else []
        notes += [tag("p", _TELLS[statement.stance], class_="stance")] if _TELLS[statement.stance] else []
        notes += [tag("p", _shares(view, sharing), class_="shares") for sharing in _once(copied)]
        return tag(
            "figure",
            tag("figcaption", *caption),
            tag("blockquote", *[tag("p", *map(_marked, pieces)) for pieces in paragraphs]),
            *notes,
            class_=f"passage {statement.stance}",
            id=self.passage_anchors[statement.id],
        )

    def timeline(self, entries: Sequence[TimelineEntry]) -> Markup | None:
        """Return what happened when; each entry leads to its claim."""
        rows = []
        for entry in entries:
            claim = self.claim_of.get(entry.statements[0])
            text = one_line(entry.text)
            told = tag("a", text, href=f"#{self.claim_anchors[claim]}") if claim else text
            outlets = tag("small", listed(self.view.outlets(entry.statements)))
            when = tag("time", in_words(entry.when), class_="when")
            rows.append(tag("li", when, tag("span", told, " ", outlets)))
        return tag("ol", *rows, class_="timeline") if rows else None

    def drift(self, quote: Quote) -> Markup:
        """Return a quotation in each wording, its words against those of the first."""
        first, *others = quote.versions
        wordings = [(join("“", one_line(first.text), "”"), first)]
        wordings += [(_changed(first.text, other.text), other) for other in others]
        rows = [
            tag("li", tag("q", words), tag("small", listed(self.view.outlets(version.statements))))
            for words, version in wordings
        ]
        return tag(
            "figure",
            tag("figcaption", one_line(quote.speaker)),
            tag("ol", *rows, class_="versions"),
            class_="drift",
        )

    def copies(self, copies: Sequence[Copy]) -> Markup | None:
        """Return a line on each passage that stands in two articles, the longest first."""
        view = self.view
        rows = []
        for copy in sorted(copies, key=lambda c: c.origin.start - c.origin.end):
            text = view.articles[copy.origin.article].text[copy.origin.start : copy.origin.end]
            words = one_line(text)
            ends = join(
                tag("b", view.outlet(copy.origin.article)), " → ", tag("b", view.outlet(copy.copy.article))
            )
            size = f"{plural(len(words.split()), 'word')}, {copy.share:.0%} of the shorter article"
            rows.append(
                tag("li", tag("p", ends, " ", tag("small", size)), tag("blockquote", _shortened(words)))
            )
        return tag("ol", *rows, class_="copies") if rows else None

    def articles(self, articles: Iterable[Article]) -> Markup | None:
        """Return a line on each article: day, outlet, title, and whose work it says it is."""
        rows = []
        for article in articles:
            published = in_words(article.published[:10]) if article.published else "no date"
            credit = [f"by {listed(article.byline)}"] if article.byline else []
            credit += [one_line(c.passage) for c in article.credits]
            credit += [one_line(article.id)]
            rows.append(
                tag(
                    "li",
                    tag("span", published, class_="when"),
                    tag(
                        "span",
                        tag("b", self.view.outlet(article.id)),
                        " ",
                        tag("cite", _title(article)),
                        " ",
                        tag("small", " · ".join(credit)),
                    ),
                )
            )
        return tag("ol", *rows, class_="timeline") if rows else None

    def sources(self, sources: Sequence[Source]) -> Markup | None:
        """Return everyone who tells anything, with kind, body and other names."""
        rows = []
        for source in sources:
            about = source.kind + (f", speaks for {one_line(source.speaks_for)}" if source.speaks_for else "")
            also = f" · also {listed(source.aliases)}" if source.aliases else ""
            rows.append(join(tag("b", one_line(source.name)), " ", tag("small", about + also)))
        if not rows:
            return None
        return tag("details", tag("summary", plural(len(rows), "source")), _items(rows), class_="more")


def _section(heading: str, *parts: Markup | None) -> Markup | None:
    """Return a section, or None when nothing is in it."""
    inside = [part for part in parts if part]
    return tag("section", tag("h2", heading), *inside) if inside else None


def _side(heading: str, inside: Markup | None, class_: str) -> Markup | None:
    return tag("section", tag("h3", heading), inside, class_=class_) if inside else None


def _items(rows: Sequence[str]) -> Markup | None:
    return tag("ul", *[tag("li", row) for row in rows], class_="plain") if rows else None


def _verdict(claim: DossierClaim) -> Markup:
    """Return the verdict with what the claim rests on made strong."""
    words, colon, names = verdict(claim).partition(": rests on ")
    return join(words, colon, tag("b", names) if names else None)


def _title(article: Article) -> Markup:
    """Return an article's title, as a link where its address is one that a browser should follow."""
    title = one_line(article.title or "no title")
    if article.url and article.url.lower().startswith(("http://", "https://")):
        return tag("a", title, href=article.url, rel="noopener noreferrer nofollow")
    return join(title)


def _marked(piece: Piece) -> Markup:
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


def _changed(first: str, second: str) -> Markup:
    """Return a wording with what it leaves out of the first, and puts in, marked."""
    names = {"gone": "del", "new": "ins"}
    runs = [(change.kind, one_line(change.text)) for change in changes(first, second)]
    dressed = [tag(names[kind], text) if kind in names else join(text) for kind, text in runs]
    return join("“", Markup(" ".join(dressed)), "”")


def _shortened(words: str, limit: int = 320) -> str:
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
