"""Chains: on whose word, from the first teller to the last relay before the outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reportedly.records import Article
from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.cast import Member

VENUE_REACH = 1200
"""Code points after "told Fox News" in which the same speaker's words are taken to be from that interview."""


class Speakers(Protocol):
    """Whoever knows who is meant by a source."""

    def resolve(self, mention: Mention, *, spoke: bool = True) -> list[Member]:
        """Return who is meant; remember them as the last to speak where they `spoke`."""

    def outlet_told(self, mention: Mention) -> Member | None:
        """Return the outlet that was told."""

    def carrier(self, mention: Mention) -> Member | None:
        """Return the outlet through which a document came."""

    def accuser(self) -> Member | None:
        """Return who presses charges in this article, or the paper in which they stand."""

    def note(self, member: Member, utterances: Sequence[str]) -> None:
        """Remember in what somebody said it: a statement, a letter."""


@dataclass
class Told:
    """The members behind one attribution, in the order in which the word came."""

    cited: list[Member] = field(default_factory=list)  # "citing two officials"
    by: list[Member] = field(default_factory=list)  # the source
    to: list[Member] = field(default_factory=list)  # the outlet that was told


class Chains:
    """Resolves the attributions of one article, in the order of the text, and builds chains from them."""

    def __init__(self, article: Article, speakers: Speakers) -> None:
        self.outlet, self.speakers = article.outlet, speakers
        self.credit = _credit(article)
        self.used: list[Member] = []
        self._told: dict[Attribution, Told] = {}
        self._venue: dict[str, tuple[int, list[Member]]] = {}  # speaker: where an outlet was told, and which

    def resolve(self, a: Attribution) -> None:
        """Find out who is meant by an attribution's source, by whom it cites and by whom it tells."""
        assert a.source is not None
        by = self.speakers.resolve(a.source, spoke=not a.quoted)
        cited = [m for mention in a.via for m in self.speakers.resolve(mention)]
        to = [m for mention in a.told if (m := self.speakers.outlet_told(mention))]
        if any(m.kind == "document" for m in by):
            to += [m for m in [self.speakers.carrier(a.source)] if m is not None]
        for member in by:
            self.speakers.note(member, a.uttered)
            if to:
                self._venue[member.name] = (a.source.start, to)
            elif a.elsewhere:  # a statement of later: the interview is over
                self._venue.pop(member.name, None)
            elif a.speech and not a.told:
                to = self._interview(member, a.source.start)
        self._told[a] = Told(cited, by, to)
        self.used += [m for m in dict.fromkeys([*cited, *by, *to]) if m not in self.used]

    def charge(self, a: Attribution) -> None:
        """Find out on whose word somebody "is charged with" something."""
        accuser = self.speakers.accuser()
        self._told[a] = Told(by=[accuser] if accuser else [])
        self.used += [m for m in self._told[a].by if m not in self.used]

    def _interview(self, speaker: Member, at: int) -> list[Member]:
        """Return the outlet that a speaker told shortly before: an interview goes on for a while."""
        start, to = self._venue.get(speaker.name, (-VENUE_REACH - 1, []))
        return to if at - start <= VENUE_REACH else []

    def tellers(self, a: Attribution) -> list[Member]:
        """Return who is meant by an attribution's source; nobody where it has none."""
        return self._told[a].by if a in self._told else []

    def of(self, under: Sequence[Attribution]) -> list[tuple[list[str], Member | None]]:
        """Return a chain, with its first teller, for each teller of the innermost attribution.

        `under` are the attributions that govern a stretch, innermost first. Without a teller there is
        one chain: the credited agency alone, or nothing.
        """
        telling = self._telling(under)
        first = next((i for i, a in enumerate(telling) if self.tellers(a)), None)
        if first is None:
            return [([self.credit] if self.credit else [], None)]
        inner = telling[first]
        cited = self._told[inner].cited  # "quoted the minister as saying": he tells it first
        return [
            (self._chain(telling[first:], teller), cited[0] if cited else teller)
            for teller in self.tellers(inner)
        ]

    def _chain(self, telling: Sequence[Attribution], teller: Member) -> list[str]:
        names: list[str] = []
        for i, a in enumerate(telling):
            told = self._told.get(a, Told())
            by = [teller] if i == 0 else told.by
            names += [m.name for m in told.cited]
            names += [", ".join(m.name for m in by)] if by else []
            names += [m.name for m in told.to]
        chain = [n for n in dict.fromkeys(names) if not self._ours(n)]
        if self.credit and not (chain and chain[-1] in self.credit.split(", ")):
            chain.append(self.credit)
        return chain

    def _ours(self, name: str) -> bool:
        """Is it the outlet itself, by its name or the end of it ("The Times" in The New York Times)?"""
        ours, theirs = ((text or "").casefold().split() for text in (self.outlet, name))
        theirs = theirs[1:] if theirs[:1] == ["the"] else theirs
        return bool(theirs) and ours[-len(theirs) :] == theirs

    def _telling(self, under: Sequence[Attribution]) -> list[Attribution]:
        """Return the attributions whose sources give their word.

        What somebody is said to think is on the word of whoever says so; only where nobody does is
        the holder of a belief its teller.
        """
        telling = [a for a in under if a.telling]
        spoken = [a for a in telling if a.speech]
        return spoken if any(self.tellers(a) for a in spoken) else telling


def _credit(article: Article) -> str | None:
    """Return the agencies credited for the text, as one relay ("AFP, Reuters"); None where there is none."""
    names = [c.agency for c in article.credits if c.kind == "text" and c.agency != article.outlet]
    return ", ".join(dict.fromkeys(names)) or None
