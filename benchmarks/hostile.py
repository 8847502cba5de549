"""Texts as no newsroom writes them, and what reading them costs beside ordinary news of the same length."""

from __future__ import annotations

import time

from benchmarks.figures import Figure
from reportedly.records import Article
from reportedly.statements import read_articles

TOLD = "The mayor of Marn said on Monday that the bridge would stay closed until spring, officials told us. "
QUOTED = (
    "“We had no say,” Ana Lopez, a spokeswoman for the mill, told reporters on Tuesday. The company denied "
    "the claim, according to two people familiar with the matter. It will close in May. "
)
ORDINARY = f"{TOLD}{QUOTED}\n\n"
UNITS = {
    "one paragraph": TOLD + QUOTED,
    "no sentence ends": TOLD.replace(". ", " ").replace(",", ""),
    "all capitals": ORDINARY.upper(),
    "straight marks": '"',
    "opening marks": "“",
    "closing marks": "”",
    "marks of all kinds": "“”\"'‘’«»„",
    "marks within marks": "“‘",
    "a quotation never closed": "“We said it. ",
    "unbalanced": '"We will go, he said. “They told us, "Ana said. ',
    "he said that": "he said that ",
    "said": "said ",
    "German": "Der Bürgermeister sagte am Montag, die Brücke bleibe geschlossen. ",
    "Chinese": "市长星期一表示,大桥将关闭到春天。",
    "Arabic": "قال رئيس البلدية يوم الاثنين إن الجسر سيبقى مغلقا. ",
    "Hebrew with marks": "\u202bראש העיר אמר\u202c \u200fthat it would go\u200e. ",
    "turned around": "\u202eThe mayor said\u202c that it would go. ",
    "emoji": "😀👨‍👩‍👧 said 🇺🇸 it would go 🔥🔥. ",
    "accents of their own": "Ana Lo\u0301pez sai\u0308d that it would go e\u0301\u0301\u0301. ",
    "a tower of accents": "a" + "\u0301" * 300 + " said that it would go. ",
    "half characters": "The mayor \ud800 said \udfff that it would go. ",
    "zero width": "The\u200b may\u200bor sa\u200bid\u200d that it\ufeff would go. ",
    "odd white space": "The\u00a0mayor\u2028said\u2029that\u3000it\x0bwould\x0cgo\x85. ",
    "lines of Windows": ORDINARY.replace("\n", "\r\n"),
    "words as paragraphs": "said\n\n",
    "letters as paragraphs": "a\n",
    "line ends": "\n",
    "spaces": " ",
    "nothing at all": "",
    "control signs": "\x00\x1b",
    "one endless word": "a",
    "one endless number": "1",
    "stops": ".",
    "brackets": "(",
    "hyphens": "a-",
    "possessives": "'s ",
    "one name": "Ana Lopez, ",
    "one acronym": "Orlava News Agency (ONA) ",
    "capitalized": "Aa ",
    "datelines": "MARN, Jan 5 (Reuters) - The mayor said it. \n",
    "numbers": "1, 2, 3, ",
    "addresses": "https://example.org/a?b=c&d ",
    "markup": "<p>The mayor said</p> ",
}
SHORT, LONG = 2_000, 8_000  # characters
TIMES = 6
"""Times what ordinary news of the same length costs, at most."""


def text_of(kind: str, length: int) -> str:
    """Return a text of a kind, of this many characters; "many names" are all different."""
    if kind == "many names":
        letters = "abcdefghijklmnopqrstuvwxyz"
        names = (
            f"{a.upper()}{b}{c}a L{b}{a}{c}z said so. " for a in letters for b in letters for c in letters
        )
        return "".join(names)[:length]
    unit = UNITS[kind]
    return (unit * (length // max(len(unit), 1) + 1))[:length]


KINDS = (*UNITS, "many names")


def measure() -> list[Figure]:
    """Return what the worst kind costs beside ordinary news, and what four times the length costs."""
    news = (ORDINARY * LONG)[:LONG]
    seconds(news)
    ordinary = min(seconds(news), seconds(news))
    short = {kind: seconds(text_of(kind, SHORT)) for kind in KINDS}
    long = {kind: seconds(text_of(kind, LONG)) for kind in KINDS}
    worst = max(KINDS, key=lambda kind: long[kind])
    # Small times say nothing of growth: what is quick even when it is long does not count.
    grows = max((k for k in KINDS if long[k] > ordinary / 2), key=lambda kind: long[kind] / short[kind])
    return [
        Figure(
            f"{len(KINDS)} kinds: as fast as ordinary news, the slowest",
            ordinary / long[worst],
            "times",
            1 / TIMES,
            worst,
        ),
        Figure("four times the length costs", long[grows] / short[grows], "times", None, f"at most, {grows}"),
        Figure("the same, left of 8", 8 - long[grows] / short[grows], "times", 0),
    ]


def seconds(text: str) -> float:
    """Return the processor's seconds that it takes to read a text."""
    start = time.process_time()
    read_articles([Article("text", "text", "text", language="en", text=text)])
    return time.process_time() - start
