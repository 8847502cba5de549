"""Where everything is found: addresses are made of ids and names alone."""

from __future__ import annotations

from urllib.parse import quote

from reportedly.dossiers.html_claims import Links
from reportedly.dossiers.markup import Markup, tag
from reportedly.dossiers.phrases import one_line
from reportedly.dossiers.view import View
from reportedly.records import Article


def address(*parts: str) -> str:
    """Return the address of a thing within the site: `address("claims", id)`."""
    return "".join(f"/{quote(part, safe='', errors='replace')}" for part in parts)


class WebLinks(Links):
    """Where the things of one story are found."""

    def __init__(self, view: View) -> None:
        super().__init__(view.dossier)
        self._view = view
        self._story = view.dossier.stories[0].id if view.dossier.stories else ""
        self._names = {one_line(source.name): source.name for source in view.dossier.sources}

    def claim(self, id: str | None) -> str | None:
        """Return the address of a claim's page."""
        return address("claims", id) if id in self.claim_anchors else None

    def passage(self, statement: str | None) -> str | None:
        """Return the address of a statement where it stands in its article."""
        found = self._view.statements.get(statement or "")
        return f"{self.article(found.article)}#s-{found.id}" if found else None

    def article(self, id: str) -> str:
        """Return the address of an article's page."""
        return address("articles", id)

    def titled(self, article: Article) -> Markup:
        """Return an article's title, as a link to its page here."""
        return tag("a", one_line(article.title or "no title"), href=self.article(article.id))

    def source(self, name: str) -> Markup:
        """Return the name of a source, as a link to all that it said in this story."""
        known = self._names.get(one_line(name))
        if known is None:
            return tag("span", one_line(name))
        return tag("a", one_line(name), href=address("stories", self._story, "sources", known))
