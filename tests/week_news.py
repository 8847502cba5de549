"""A week's news of a fire at a grain terminal, as four outlets publish it; all of it is made up.

Each outlet has a feed and pages at paths of its own; `publish` puts a page there and lists it first.
"""

# ruff: noqa: E501 (news, as it stands on a page)

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from local_server import Site

MONDAY = datetime(2031, 3, 3, tzinfo=UTC)

OUTLETS = {
    "courier": "Sella Courier",
    "herald": "The Varnholt Herald",
    "lantern": "Daily Lantern",
    "radio": "Coast Radio",
}


def at(day: int, clock: str) -> datetime:
    """Return a time of the week: day 0 is Monday."""
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@dataclass
class Piece:
    """An article as an outlet has it."""

    outlet: str
    slug: str
    title: str
    when: datetime
    paragraphs: list[str]
    byline: str = ""
    updated: datetime | None = None

    @property
    def path(self) -> str:
        return f"/{self.outlet}/2031/03/{self.slug}"

    def page(self, site: Site) -> bytes:
        """Return the page, with all that surrounds an article on the web."""
        name, address = OUTLETS[self.outlet], site.url(self.path, f"{self.outlet}.example")
        modified = (
            f'<meta property="article:modified_time" content="{self.updated.isoformat()}">'
            if self.updated
            else ""
        )
        body = "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in self.paragraphs)
        byline = f'<p class="byline">By <span rel="author">{self.byline}</span></p>' if self.byline else ""
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self.title} | {name}</title>
<link rel="canonical" href="{address}"><meta property="og:site_name" content="{name}">
<meta property="og:type" content="article"><meta property="og:title" content="{self.title}">
<meta property="article:published_time" content="{self.when.isoformat()}">{modified}</head>
<body><header><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>{self.title}</h1>{byline}<time datetime="{self.when.isoformat()}">{self.when:%d %B %Y}</time>
{body}</article></main><footer><p>© 2031 {name}. All rights reserved.</p></footer></body></html>""".encode()


@dataclass
class Press:
    """The outlets' feeds and pages on a server."""

    site: Site
    listed: dict[str, list[Piece]] = field(default_factory=lambda: {outlet: [] for outlet in OUTLETS})

    def __post_init__(self) -> None:
        for outlet in OUTLETS:
            self._feed(outlet)

    def feeds(self) -> list[str]:
        """Return the addresses of the feeds."""
        return [self.site.url(f"/{outlet}/feed", f"{outlet}.example") for outlet in OUTLETS]

    def publish(self, *pieces: Piece) -> None:
        """Put pieces on the web, or edited ones in place of what stood there."""
        for piece in pieces:
            self.site.answers[piece.path] = piece.page(self.site)
            mine = self.listed[piece.outlet]
            mine[:] = [piece, *(other for other in mine if other.slug != piece.slug)]
            self._feed(piece.outlet)

    def withdraw(self, piece: Piece) -> None:
        """Take a piece from the web; its address says that it is gone."""
        self.site.answers[piece.path] = (410, {}, b"<html><body><p>This page was removed.</p></body></html>")
        self.listed[piece.outlet].remove(piece)
        self._feed(piece.outlet)

    def _feed(self, outlet: str) -> None:
        items = "".join(
            f"<item><title>{html.escape(p.title)}</title><link>{self.site.url(p.path, f'{outlet}.example')}</link>"
            f"<guid>{self.site.url(p.path, f'{outlet}.example')}</guid><pubDate>{format_datetime(p.when)}</pubDate>"
            f"<description>{html.escape(p.paragraphs[0])}</description></item>"
            for p in self.listed[outlet]
        )
        feed = f"<rss version='2.0'><channel><title>{OUTLETS[outlet]}</title>{items}</channel></rss>"
        self.site.answers[f"/{outlet}/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())


# ---------------------------------------------------------------- the pieces
FIRST = Piece(
    "courier", "fire-at-grain-terminal", "Four workers killed in fire at Sella grain terminal", at(0, "09:10"),
    [
        "Four workers were killed in a fire at the Sella grain terminal on Monday, fire chief Ines Tallow said.",
        "The fire broke out in a drying tower shortly after 6 a.m., Tallow told reporters at the harbour gate. “We "
        "found the first two men on the stairs of the tower,” she said.",
        "The terminal loads about a third of the country's wheat exports. Trains to the port were stopped until the "
        "afternoon, and the smoke could be seen from the other side of the bay.",
        "The dead were between 22 and 58 years old. Their families had been told, Tallow said.",
        "Sella Grain, the owner of the terminal, did not answer calls on Monday morning.",
    ],
    byline="Mira Oland",
)  # fmt: skip

_WIRE = [
    "PORT SELLA, March 3 (Reuters) - Four workers were killed in a fire at a grain terminal in Port Sella on Monday, "
    "fire chief Ines Tallow said.",
    "The blaze began in a drying tower shortly after 6 a.m. local time and was brought under control four hours "
    "later, Tallow said.",
    "Sella Grain, the owner of the terminal, said that loading would not resume before the end of the week.",
    "The port is the largest in the country. Traders said that bread would become dearer if it "
    "stayed closed.",
    "(Reporting by Lena Brandt; editing by Paul Osei)",
]  # fmt: skip

WIRE = [
    Piece("herald", "grain-terminal-blaze", "Grain terminal blaze kills four", at(0, "12:40"), _WIRE),
    Piece("lantern", "terminal-fire-kills-four", "Four dead in terminal fire", at(0, "13:25"), _WIRE),
]

ALARMS = Piece(
    "courier", "alarms-were-off", "Dust alarms at grain terminal were off, union says", at(1, "08:30"),
    [
        "The dust alarms at the Sella grain terminal had been switched off before the fire, union secretary Jonas "
        "Weil said on Tuesday.",
        "“Our people were told to keep the dryers running without them,” Weil said. The union has asked the "
        "state prosecutor to secure the records of the control room.",
        "Dust that hangs in the air of a closed tower can explode at a spark, and the alarms are there to stop the "
        "dryers before that happens.",
        "Four workers were killed in the fire at the terminal on Monday, fire chief Ines Tallow said.",
        "A service for the dead will be held in the seamen's church on Saturday.",
    ],
    byline="Mira Oland",
)  # fmt: skip

DENIAL = Piece(
    "lantern", "sella-grain-denies", "Sella Grain denies that alarms were off", at(2, "10:05"),
    [
        "Sella Grain denied on Wednesday that the dust alarms at the grain terminal had been switched off before the "
        "fire.",
        "“Every alarm was working on Monday morning,” a spokeswoman for the company, Petra Lunde, said.",
        "The company has hired engineers from abroad to examine the machines. Their report is "
        "expected in the summer, Lunde said.",
        "Shares of Sella Grain fell by 6 percent in early trading. The company runs eleven terminals on the coast and "
        "employs about 2,300 people.",
    ],
)  # fmt: skip

FIVE = Piece(
    "herald", "fifth-worker-dies", "Fifth worker dies after fire at grain terminal", at(3, "07:50"),
    [
        "Five workers have now been killed by the fire at the Sella grain terminal, fire chief Ines Tallow said on "
        "Thursday.",
        "The fifth, an electrician, died of his burns during the night, a doctor at the hospital in Varnholt said.",
        "The drying tower, which was built in 1988, will be pulled down. The harbour office has closed the quay beside "
        "it to ships and visitors.",
        "Flags in Port Sella were at half-mast on Thursday. The mayor has asked the town to be silent for a minute at "
        "noon on Saturday.",
    ],
)  # fmt: skip

CORRECTED = Piece(
    "courier", FIRST.slug, FIRST.title, FIRST.when,
    [
        FIRST.paragraphs[0],
        FIRST.paragraphs[1].replace("shortly after 6 a.m.", "shortly before 5 a.m."),
        *FIRST.paragraphs[2:],
        "Correction, March 6, 2031: An earlier version of this article gave a wrong time for the outbreak of the fire.",
    ],
    byline="Mira Oland", updated=at(3, "15:00"),
)  # fmt: skip

SECOND = Piece(
    "radio", "inspector-on-alarms", "Inspector: alarms at grain terminal were switched off", at(4, "06:45"),
    [
        "The dust alarms at the Sella grain terminal had been switched off before the fire, safety inspector Tomas "
        "Reed told Coast Radio on Friday.",
        "Reed, who examined the control room on Thursday, said that the switches had been sealed with tape.",
        "“I have never seen that in twenty years,” he said. The labour ministry, for which he works, will send its "
        "findings to the prosecutor.",
        "Two other terminals of the same owner will be inspected next week. Neither has been closed so far, and "
        "ships were being loaded there on Thursday night.",
    ],
)  # fmt: skip

ELSEWHERE = Piece(
    "herald", "school-budget", "Council votes for new school in Varnholt", at(4, "11:00"),
    [
        "The council of Varnholt voted on Friday to build a second secondary school in the east of the town.",
        "The school will open in 2034 and take 600 pupils, mayor Hanna Brill said after the vote.",
        "It will cost 41 million crowns, of which the state pays a third. Two members of the council voted against the "
        "plan because the road to the site is not yet built.",
        "Teachers had asked for a new building since the old school was found to have a leaking roof in 2029.",
    ],
)  # fmt: skip
