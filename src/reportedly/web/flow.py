"""Chains drawn from left to right: origin, relays, outlets; every arrow opens the passages it stands for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reportedly.dossiers.html_claims import Claims
from reportedly.dossiers.markup import Markup, join, tag
from reportedly.dossiers.phrases import one_line, plural
from reportedly.dossiers.view import Link
from reportedly.records import Statement

DRAWN = 60
"""Statements of a claim that are drawn, the earliest; all of them are listed beneath."""

OPENED = 4
"""Passages that one arrow opens; the arrows to its right open the others."""


class Flow:
    """The chains of a claim's statements, as a tree of HTML."""

    def __init__(self, claims: Claims, strong: Collection[str] = ()) -> None:
        self._claims = claims
        self._strong = {one_line(name) for name in strong}

    def drawn(self, statements: Sequence[Statement]) -> Markup | None:
        """Return the chains of statements, and how many are not drawn; None where there are none."""
        if not statements:
            return None
        roots = self._claims.view.chains(statements[:DRAWN])
        left = len(statements) - DRAWN
        more = (
            tag("p", f"{plural(left, 'later statement')} are not drawn.", class_="note") if left > 0 else None
        )
        return join(tag("ul", *[self._root(root) for root in roots], class_="flow"), more)

    def _root(self, link: Link) -> Markup:
        """Return who told first, with all that came of it; an outlet's own word has an arrow, too."""
        if link.outlet:
            label = join(link.name, " ", tag("small", "own word"))
            return tag("li", self._arrow("its own words", link), self._node(link, label))
        return tag("li", self._node(link, self._claims.links.source(link.name)), self._onward(link))

    def _step(self, before: str, link: Link) -> Markup:
        label = join(link.name) if link.outlet else self._claims.links.source(link.name)
        return tag(
            "li",
            tag("span", class_="wire"),
            self._arrow(before, link),
            self._node(link, label),
            self._onward(link) if link.then else None,
        )

    def _onward(self, link: Link) -> Markup:
        return join(
            tag("span", class_="wire"), tag("ul", *[self._step(link.name, then) for then in link.then])
        )

    def _node(self, link: Link, label: Markup) -> Markup:
        classes = " ".join(
            ["node", *(["outlet"] if link.outlet else []), *(["rests"] if link.name in self._strong else [])]
        )
        if link.outlet:
            return tag("a", label, href=self._claims.links.passage(link.statements[0]), class_=classes)
        return tag("span", label, class_=classes)

    def _arrow(self, before: str, link: Link) -> Markup:
        """Return an arrow to a source or an outlet, which opens the passages that it stands for."""
        carried = list(_carried(link))
        shown = [self._claims.view.statements[id] for id in carried[:OPENED]]
        left = len(carried) - len(shown)
        more = f"{plural(left, 'more passage')}: the arrows further right open them." if left else None
        told = f"{plural(len(carried), 'passage')}, {before} to {link.name}"
        return tag(
            "details",
            tag(
                "summary",
                tag("span", "❝", aria_hidden="true"),
                str(len(carried)),
                aria_label=told,
                title=told,
            ),
            tag(
                "div",
                *[self._claims.passage(statement, anchored=False) for statement in shown],
                tag("p", more, class_="note") if more else None,
                class_="opened",
            ),
            class_="arrow",
            name="arrow",
        )


def _carried(link: Link) -> Iterator[str]:
    """Yield the statements that reached readers through a link."""
    yield from link.statements
    for then in link.then:
        yield from _carried(then)
