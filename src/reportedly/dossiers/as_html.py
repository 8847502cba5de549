"""A dossier as one page of HTML that needs nothing else: no script, no font, no picture, no request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

from reportedly.dossiers.dates import in_words
from reportedly.dossiers.display import Display
from reportedly.dossiers.html_claims import Claims, Links, items
from reportedly.dossiers.linked import is_web
from reportedly.dossiers.markup import Markup, join, tag
from reportedly.dossiers.phrases import (
    COUNTING,
    dated,
    gravity,
    label,
    listed,
    one_line,
    plural,
    remarks,
    told_widely,
    weighty,
    wording,
)
from reportedly.dossiers.view import View
from reportedly.records import (
    Article,
    Copy,
    Dossier,
    DossierStory,
    Quote,
    Source,
    TimelineEntry,
    WordRun,
    Words,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# Times shown at once; a story of many articles tells many that matter to few.
_TIMELINE = 12
_COPIES = 8
# Outlets named beside an event or a wording; the claim names them all.
_OUTLETS = 8
# Other addresses of an article that are shown.
_ADDRESSES = 5
# Quotations shown at once.
_QUOTES = 8
# Changes shown of an edit; the rest are counted.
_CHANGES = 20
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


_MARKS = tag(
    "p",
    "Beside the longest wording: ",
    tag("del", "left out with no mark"),
    tag("span", "[…] left out openly", class_="omitted"),
    tag("ins", "other words"),
    tag("span", "[put in brackets]", class_="inserted"),
    tag("span", "the outlet’s own words", class_="aside"),
    class_="legend",
)


def export(dossier: Dossier, display: Display) -> str:
    """Return the dossier as a whole HTML page."""
    page = Page(View(dossier))
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


class Page:
    """The parts of the page; another page may be made of them, with links of its own."""

    def __init__(self, view: View, links: Links | None = None) -> None:
        self.view = view
        self.claims = Claims(view, links)
        self.links = self.claims.links

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
                _section("Edited since", *[self.edits(a) for a in view.edited()]),
                _section("Sources", self.sources(dossier.sources)),
                _section("Not read", items(rejected)),
                _section("The same article again", items(same)),
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
            tag("ol", *[self.claims.claim(c) for c in single], class_="claims"),
            class_="more",
        )
        claims = [tag("ol", *[self.claims.claim(c) for c in wide], class_="claims")] if wide else []
        return tag(
            "article",
            tag("h1", one_line(story.title)),
            tag("p", view.facts(story), class_="facts"),
            tag("p", f"{view.glance(story)}.", class_="glance") if view.glance(story) else None,
            _section("Claims", _LEGEND if claims else None, *claims, more if single else None),
            _section("Timeline", self.timeline(story)),
            _section("Words that changed", self.drifts(view.drifts(story))),
            _section("Copied passages", self.copies(view.copies(story))),
            _section("Articles", self.articles(view.story_articles(story))),
            id=f"s{number}",
            class_="story",
        )

    def timeline(self, story: DossierStory) -> Markup | None:
        """Return what happened when; what few articles tell is folded away where there is much."""
        shown, others = self.view.turning_points(self.view.timeline(story), _TIMELINE)
        if not shown:
            return None
        undated = self.view.undated(story)
        return join(
            tag("ol", *map(self.event, shown), class_="timeline"),
            _folded(f"{len(others)} more, told less widely", list(map(self.event, others)), "timeline"),
            tag("p", undated, class_="note") if undated else None,
        )

    def event(self, entry: TimelineEntry) -> Markup:
        """Return a line of the timeline, which leads to its claim, or a publication to its first report."""
        view, text = self.view, self.view.happened(entry)
        wide = [s for s in entry.statements if (c := view.claim_of.get(s)) and view.claims[c].n_articles > 1]
        place = None
        if entry.kind == "published":
            place = self.links.passage(wide[0]) if wide else None
        elif entry.statements:
            place = self.links.claim(view.claim_of.get(entry.statements[0]))
        told = tag("a", text, href=place) if place else text
        outlets = tag("small", listed(view.tellers(entry), _OUTLETS)) if view.tellers(entry) else None
        when = tag("time", in_words(entry.when), class_="when")
        return tag("li", when, tag("span", told, " " if outlets else None, outlets), class_=entry.kind)

    def drifts(self, quotes: Sequence[Quote]) -> Markup | None:
        """Return quotations in their wordings; those beyond a number are folded away."""
        if not quotes:
            return None
        shown, others = quotes[:_QUOTES], quotes[_QUOTES:]
        folded = tag(
            "details",
            tag("summary", plural(len(others), "more quotation")),
            *map(self.drift, others),
            class_="more",
        )
        return join(_MARKS, *map(self.drift, shown), folded if others else None)

    def drift(self, quote: Quote) -> Markup:
        """Return a quotation in each wording, its words beside those of the longest."""
        rows = []
        for version in quote.versions:
            grave = gravity(version)
            facts = [
                tag("b", label(quote, version), class_="kind"),
                tag("b", grave, class_="grave") if grave else None,
                tag("span", listed(self.view.who(version), _OUTLETS)),
                tag("span", f"{one_line(version.why)}.", class_="because") if version.why else None,
            ]
            words = [_run(run) for run in wording(version)]
            rows.append(tag("li", tag("q", *words), tag("p", *facts, class_="standing")))
        return tag(
            "figure",
            tag("figcaption", self.links.source(one_line(quote.speaker))),
            tag("ol", *rows, class_="versions"),
            class_="drift",
        )

    def copies(self, copies: Sequence[Copy]) -> Markup | None:
        """Return a line on each passage that stands in two articles, the longest first, many folded away."""
        view = self.view
        rows = []
        for copy in sorted(copies, key=lambda c: c.origin.start - c.origin.end):
            text = view.articles[copy.origin.article].text[copy.origin.start : copy.origin.end]
            words = one_line(text)
            between = " and " if copy.direction == "unknown" else " → "
            ends = join(
                tag("b", view.outlet(copy.origin.article)), between, tag("b", view.outlet(copy.copy.article))
            )
            size = f"{plural(len(words.split()), 'word')}, {copy.share:.0%} of the shorter article"
            rows.append(
                tag("li", tag("p", ends, " ", tag("small", size)), tag("blockquote", _shortened(words)))
            )
        if not rows:
            return None
        return join(
            tag("ol", *rows[:_COPIES], class_="copies"),
            _folded(f"{plural(len(rows[_COPIES:]), 'more passage')}", rows[_COPIES:], "copies"),
        )

    def articles(self, articles: Iterable[Article]) -> Markup | None:
        """Return a line on each article: day, outlet, title, and whose work it says it is."""
        rows = []
        for article in articles:
            published = in_words(article.published[:10]) if article.published else "no date"
            credit = [f"by {listed(article.byline)}"] if article.byline else []
            credit += [one_line(c.passage) for c in article.credits]
            credit += [one_line(article.id), *remarks(article)]
            rows.append(
                tag(
                    "li",
                    tag("span", published, class_="when"),
                    tag(
                        "span",
                        tag("b", self.view.outlet(article.id)),
                        " ",
                        tag("cite", self.links.titled(article)),
                        " ",
                        tag("small", " · ".join(credit)),
                        _addresses(article),
                    ),
                )
            )
        return tag("ol", *rows, class_="timeline") if rows else None

    def edits(self, article: Article) -> Markup:
        """Return the earlier versions of an article, each with what was changed after it."""
        rows = []
        for version in article.versions:
            shown, more = weighty(version, _CHANGES)
            changed = [tag("li", _dressed(change.words)) for change in shown]
            changed += [tag("li", tag("small", f"and {plural(more, 'more change')}"))] if more else []
            head = tag("p", dated(version), " ", tag("small", one_line(version.id)))
            rows.append(tag("li", head, tag("ul", *changed)))
        return tag(
            "figure",
            tag("figcaption", self.view.outlet(article.id), ": ", self.links.titled(article)),
            tag("ol", *rows, class_="versions"),
            class_="drift",
        )

    def sources(self, sources: Sequence[Source]) -> Markup | None:
        """Return everyone who tells anything, with kind, body and other names."""
        rows = []
        for source in sources:
            about = source.kind + (f", speaks for {one_line(source.speaks_for)}" if source.speaks_for else "")
            also = f" · also {listed(source.aliases)}" if source.aliases else ""
            rows.append(
                join(tag("b", self.links.source(one_line(source.name))), " ", tag("small", about + also))
            )
        if not rows:
            return None
        return tag("details", tag("summary", plural(len(rows), "source")), items(rows), class_="more")


def _addresses(article: Article) -> Markup | None:
    """Return the other addresses of an article, as links where a browser should follow them."""
    others = [url for url in article.urls if url != article.url][:_ADDRESSES]
    links = [
        tag("a", one_line(url), href=url, rel="noopener noreferrer nofollow") for url in others if is_web(url)
    ]
    if not links:
        return None
    parts = [part for link in links for part in (join(", "), link)][1:]
    return tag("small", " · also ", *parts, class_="addresses")


def _folded(summary: str, rows: Sequence[Markup], kind: str) -> Markup | None:
    """Return rows of a list behind a line that opens them; nothing where there are none."""
    if not rows:
        return None
    return tag("details", tag("summary", summary), tag("ol", *rows, class_=kind), class_="more")


def _section(heading: str, *parts: Markup | None) -> Markup | None:
    """Return a section, or None when nothing is in it."""
    inside = [part for part in parts if part]
    return tag("section", tag("h2", heading), *inside) if inside else None


def _run(run: WordRun) -> Markup:
    """Return a run of a wording, dressed as what it is beside the longest one."""
    name = {"gone": "del", "new": "ins"}.get(run.kind, "span")
    kind = run.kind if name == "span" else None
    classes = " ".join(filter(None, [kind, "grave" if run.grave else None]))
    text = run.text.strip(" ")
    if run.kind == "same" or not text:
        return join(run.text)
    before, after = (" " * run.text.startswith(" "), " " * run.text.endswith(" "))
    return join(before, tag(name, text, class_=classes or None), after)


def _dressed(words: Sequence[Words]) -> Markup:
    names = {"gone": "del", "new": "ins"}
    runs = [(run.kind, one_line(run.text)) for run in words]
    return Markup(" ".join(tag(names[kind], text) if kind in names else join(text) for kind, text in runs))


def _shortened(words: str, limit: int = 320) -> str:
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
