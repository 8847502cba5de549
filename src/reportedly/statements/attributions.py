"""What a tagger finds: who (source), said (cue), what (content), and what the words around them tell.

This is the seam for a trained tagger: whatever returns `Attribution`s for a paragraph can take the
place of the rules in `cues` and `tags`; clauses, speakers, chains and stance work on these alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.statements.parse import Span, Token, Unit


@dataclass
class Mention:
    """A source as it stands in the text, not yet resolved."""

    tokens: list[Token]
    unit: Unit

    @property
    def start(self) -> int:
        return self.unit.span(self.tokens)[0]


@dataclass(eq=False)
class Attribution:
    """Source, cue and content spans in the article, and what the words around them tell."""

    cue: list[Span]
    content: list[Span]
    source: Mention | None = None
    stance: str = "affirms"
    speech: bool = False  # words (said, tweeted, ordered), not what somebody thinks or found
    telling: bool = (
        True  # the source gives its word for the content; what one knows or wants is told by others
    )
    back: bool = False  # the content only points at what was said before
    quoted: bool = False  # made within somebody's direct speech
    elsewhere: bool = False  # said in a statement, a letter, on a platform: not to whoever was told before
    uttered: list[str] = field(default_factory=list)  # in what it is said, by its noun: "statement"
    aside: bool = False  # a denial told beside what it denies ("a claim that Z has denied"): governs nothing
    frame: list[Span] = field(
        default_factory=list
    )  # further words of the attribution ("in a statement on Monday")
    act: str = ""  # the cue, where the saying itself is what is stated: "called", "ordered", "announced"
    charged: bool = False  # "is charged with": by whoever presses charges, whom the sentence does not name
    accuses: bool = False  # "accused X of doing Y": what is stated is that X does Y
    via: list[Mention] = field(default_factory=list)  # tellers behind the source: "citing two officials"
    tagged: bool = False  # its spans are the trained tagger's
    sure: bool = True  # sure enough to be told by itself, not only to govern statements
    governs: bool = True  # statements are made on its word
    tail: bool = False  # a tag cut off at the end of a sentence: it governs all before it
    # What is told as its content and source, where that is not what governs:
    marked: list[Span] = field(default_factory=list)
    marked_source: list[Span] = field(default_factory=list)
    told: list[Mention] = field(default_factory=list)  # who was told: "told Fox News"

    def covers(self, start: int, end: int) -> bool:
        """Does the content hold the middle of this stretch?"""
        middle = (start + end) // 2
        return any(s <= middle < e for s, e in self.content)
