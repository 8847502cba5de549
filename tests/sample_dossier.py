"""A dossier written by hand, with every kind of thing that a dossier can hold; the golden files show it."""

# ruff: noqa: E501 (news, as it stands on a page)

from __future__ import annotations

from reportedly.records import (
    Article,
    Change,
    Copy,
    Credit,
    Dossier,
    DossierClaim,
    DossierStory,
    Duplicate,
    EarlierVersion,
    Evidence,
    FirstReport,
    Party,
    Passage,
    Place,
    Quote,
    Rejected,
    Source,
    Spans,
    Statement,
    TimelineEntry,
    Version,
    When,
    WordRun,
    Words,
)

COURIER = """\
The spillway of the Tessmere dam was opened on Tuesday for the first time since 1987, the Marendian energy ministry said.

"The structure is sound and nobody downstream is in danger," Energy Minister Ilda Voss told the state news agency MNA.

Opposition lawmakers denied that any warning had reached the villages. "No siren was heard in Lower Tess," said Jon Arkady, who represents the district."""

GAZETTE = """\
Marendia's energy ministry opened the spillway of the Tessmere dam on Tuesday, state news agency MNA reported.

"The structure is sound and nobody downstream is in danger whatsoever," Energy Minister Ilda Voss told MNA.

The dam's gates were last opened in 1987. Engineers at the University of Corran measured the flow on Wednesday and found it at 900 cubic metres a second."""

LIFTED = """\
The spillway of the Tessmere dam was opened on Tuesday for the first time since 1987.

The structure is sound, the minister has said. It is not clear whether the villages were warned."""

HOSTILE = """\
Water reached the road to Lower Tess, a driver said. <img src=x onerror=alert(1)> *not bold* [link](javascript:alert(2))
\x1b[31mRed\x1b[0m \x07 and \u202edesrever."""

TEXTS = {"courier": COURIER, "gazette": GAZETTE, "lifted": LIFTED, "hostile": HOSTILE}


def spans(article: str, *passages: str, after: int = 0) -> Spans:
    """Return where passages stand in an article's text, in order, the first of each from `after` on."""
    found: Spans = []
    for passage in passages:
        start = TEXTS[article].index(passage, after)
        found.append([start, start + len(passage)])
    return found


def passage(article: str, text: str) -> Passage:
    """Return where a passage stands, as a Passage."""
    [(start, end)] = spans(article, text)
    return Passage(article, start, end)


def statement(
    id: str,
    article: str,
    content: list[str],
    chain: list[str],
    source: list[str] | None = None,
    cue: list[str] | None = None,
    stance: str = "affirms",
    quoted: bool = False,
    when: When | None = None,
) -> Statement:
    """Return a statement whose spans are found from the passages themselves."""
    pieces = spans(article, *content)
    start, end = pieces[0][0], pieces[-1][1]
    paragraph = TEXTS[article].rfind("\n", 0, start) + 1
    return Statement(
        id=id, article=article, start=start, end=end, text=TEXTS[article][start:end], quoted=quoted,
        stance=stance, chain=chain, source=spans(article, *(source or []), after=paragraph),
        cue=spans(article, *(cue or []), after=paragraph), content=pieces, when=when,
    )  # fmt: skip


TUESDAY = When("2025-04-08", "day", "on Tuesday")

EARLIER = EarlierVersion(
    "courier-early", "pages/courier-early.html", "https://courier.example/dam", "Ministry opens spillway",
    "2025-04-09T06:30:00+02:00", None, "2025-04-09T05:00:00Z",
    [
        Change("reworded", [Words("gone", "A"), Words("new", "No"), Words("same", "siren was heard <b>in Lower Tess</b>")]),
        Change("added", [Words("new", "Opposition lawmakers denied that any warning had reached the villages.")]),
        Change("cut", [Words("gone", "Water *rose* by two metres, a witness said.")]),
    ],
    3,
)  # fmt: skip

ARTICLES = [
    Article(
        "courier", "k1", "pages/courier.html", "https://courier.example/dam", "Corran Courier",
        "Ministry opens Tessmere spillway", ["Petra Lund"], [Credit("MNA", "photo", "Picture: MNA")], "CORRAN",
        "2025-04-09T06:30:00+02:00", "minute", "metadata", "en", COURIER, updated="2025-04-09T11:00:00+02:00",
        urls=["https://courier.example/dam", "https://amp.courier.example/dam"], versions=[EARLIER],
    ),
    Article(
        "gazette", "k2", "pages/gazette.txt", None, "The Gazette", "Dam gates open after 38 years", [],
        [Credit("MNA", "text", "The Gazette / MNA")], None, "2025-04-10", "day", "first line", "en", GAZETTE,
    ),
    Article("lifted", "k3", "pages/lifted.html.gz", title="Spillway opened", published="2025-04-10",
            published_precision="day", published_method="text", language="en", text=LIFTED, incomplete="summary only"),
    Article(
        "hostile", "k4", "pages/hostile.jsonl:1", "javascript:alert(3)", "<script>alert(4)</script> & Sons",
        'Title with <b>tags</b>, "quotes", `ticks`, | pipes and \x1b[2J an escape', language="en", text=HOSTILE,
        notes=["published '<i>*soon*</i>' is no date that it can have"],
    ),
    Article("korean", "k5", "pages/korean.txt", title="댐 수문 개방", outlet="테스 일보", language="ko",
            published="2025-04", published_precision="month", text="테스미어 댐의 수문이 열렸다."),
]  # fmt: skip

STATEMENTS = [
    statement("s1", "courier", ["The spillway of the Tessmere dam was opened on Tuesday for the first time since 1987"],
              ["Marendian energy ministry"], ["the Marendian energy ministry"], ["said"], when=TUESDAY),
    statement("s2", "courier", ["The structure is sound and nobody downstream is in danger"], ["Ilda Voss", "MNA"],
              ["Energy Minister Ilda Voss"], ["told"], quoted=True),
    statement("s3", "courier", ["any warning had reached the villages"], ["Opposition lawmakers"],
              ["Opposition lawmakers"], ["denied"], stance="denies"),
    statement("s4", "courier", ["No siren was heard in Lower Tess"], ["Jon Arkady"],
              ["Jon Arkady, who represents the district"], ["said"], quoted=True),
    statement("s5", "gazette", ["Marendia's energy ministry opened the spillway of the Tessmere dam on Tuesday"],
              ["MNA"], ["state news agency MNA"], ["reported"], when=TUESDAY),
    statement("s6", "gazette", ["The structure is sound and nobody downstream is in danger whatsoever"],
              ["Ilda Voss", "MNA"], ["Energy Minister Ilda Voss"], ["told"], quoted=True),
    statement("s7", "gazette", ["The dam's gates were last opened in 1987"], [], when=When("1987", "year", "in 1987")),
    statement("s8", "gazette", ["found it at 900 cubic metres a second"], ["University of Corran"],
              ["Engineers at the University of Corran"], [], when=When("2025-04-09", "day", "on Wednesday")),
    statement("s9", "lifted", ["The spillway of the Tessmere dam was opened on Tuesday for the first time since 1987"],
              [], when=TUESDAY),
    statement("s10", "lifted", ["The structure is sound"], ["Ilda Voss"], ["the minister"], ["has said"]),
    statement("s11", "lifted", ["the villages were warned"], [], stance="unsure", cue=["It is not clear whether"]),
    statement("s12", "hostile", ["Water reached the road to Lower Tess"], ["<i>a driver</i> | unnamed"],
              ["a driver"], ["said"]),
]  # fmt: skip

CLAIMS = [
    DossierClaim(
        "c1", "dam", "The spillway of the Tessmere dam was opened on 8 April 2025.", ["s1", "s5", "s9"], 3, 3,
        ["Marendian energy ministry", "MNA"], 2, ["Marendian energy ministry", "MNA"],
        [Evidence("copy", ["courier", "lifted"], "lifted shares its first paragraph with the Corran Courier"),
         Evidence("attribution", ["gazette"], "the Gazette names MNA")],
        [], FirstReport("courier", "2025-04-09T06:30:00+02:00", "metadata", "s1"),
    ),
    DossierClaim(
        "c2", "dam", "The dam is sound and nobody downstream is in danger.", ["s2", "s6", "s10"], 3, 3,
        ["Ilda Voss"], 1, ["Ilda Voss"],
        [Evidence("principal", ["courier", "gazette"], "Ilda Voss speaks for the Marendian energy ministry")],
        [], FirstReport("courier", "2025-04-09T06:30:00+02:00", "metadata", "s2", ["gazette"], ["hostile"]),
        Party("Ilda Voss", "Ilda Voss speaks for the Marendian energy ministry, of which it tells"), ["s10"],
    ),
    DossierClaim("c3", "dam", "The dam's gates were last opened in 1987.", ["s7"], 1, 1, ["The Gazette"], 1,
                 ["The Gazette"], [], [], FirstReport("gazette", "2025-04-10")),
    DossierClaim("c4", "dam", "The flow was 900 cubic metres a second.", ["s8"], 1, 1, ["University of Corran"], 1,
                 ["University of Corran"], [], [], FirstReport("gazette", "2025-04-10")),
    DossierClaim("c5", "dam", "No siren was heard in Lower Tess.", ["s4"], 1, 1, ["Jon Arkady"], 1, ["Jon Arkady"],
                 [], [], FirstReport("courier", "2025-04-09T06:30:00+02:00")),
    DossierClaim("c6", "dam", "The villages below the dam were warned.", ["s3", "s11"], 2, 2, [], 0, [], [],
                 ["Opposition lawmakers"], FirstReport("courier", "2025-04-09T06:30:00+02:00")),
    DossierClaim("c7", "road", "Water reached the road <to> Lower Tess.", ["s12"], 1, 1,
                 ["<i>a driver</i> | unnamed"], 1, ["<i>a driver</i> | unnamed"], [], [], None),
]  # fmt: skip

FIRST_LINE = "The spillway of the Tessmere dam was opened on Tuesday for the first time since 1987"


def place(article: str, *runs: tuple[str, str] | tuple[str, str, str], version: str | None = None) -> Place:
    """Return where a wording stands, from its runs (kind, text, and what is grave)."""
    text = "".join(run[1] for run in runs if run[0] not in ("gone", "omitted"))
    at = start = 0 if version else TEXTS[article].index(text)
    found = []
    for kind, words, *grave in runs:
        end = at if kind in ("gone", "omitted") else at + len(words)
        found.append(WordRun(kind, words, at, end, *grave))
        at = end
    return Place(article, version, start, at, text, found)


COURIER_FIRST = FirstReport("courier", "2025-04-09T06:30:00+02:00", "metadata", "s2", [], [])
QUOTES = [
    Quote("Ilda Voss", [
        Version(STATEMENTS[5].text, ["s6"], longest=True, first=FirstReport("gazette", "2025-04-10", "first line", "s6"),
                places=[place("gazette", ("same", STATEMENTS[5].text))]),
        Version(STATEMENTS[1].text, ["s2"], "cut", earliest=True, first=COURIER_FIRST, changed_by=["Corran Courier"],
                places=[place("courier", ("same", STATEMENTS[1].text), ("omitted", "whatsoever"))]),
        Version(STATEMENTS[9].text, ["s10"], "paraphrased", first=FirstReport("lifted", "2025-04-10", "text", "s10"),
                places=[place("lifted", ("same", STATEMENTS[9].text),
                              ("omitted", "and nobody downstream is in danger whatsoever"))]),
    ]),
    Quote("Jon Arkady", [
        Version(STATEMENTS[3].text, ["s4"], longest=True, changed_by=["Corran Courier"],
                first=FirstReport("courier", "2025-04-09T11:00:00+02:00", "updated", "s4"),
                why="Corran Courier had other words in an earlier version",
                places=[place("courier", ("same", STATEMENTS[3].text))]),
        Version("A siren was heard <b>in Lower Tess</b>", [], "changed", ["negation"], earliest=True,
                first=FirstReport("courier", "2025-04-09T06:30:00+02:00", "metadata"),
                why="Corran Courier has edited it since",
                places=[place("courier", ("gone", "No", "negation"), ("new", "A"),
                              ("same", " siren was heard <b>in Lower Tess</b>"), version="courier-early")]),
    ]),
]  # fmt: skip


def sample() -> Dossier:
    """Return the dossier."""
    return Dossier(
        articles=ARTICLES,
        stories=[
            DossierStory("dam", "Ministry opens Tessmere spillway", ["courier", "gazette", "lifted"],
                         ["c1", "c2", "c3", "c4", "c5", "c6"]),
            DossierStory("road", 'Water on the road: "<script>alert(5)</script>" & more', ["hostile"], ["c7"]),
        ],
        statements=STATEMENTS,
        claims=CLAIMS,
        sources=[
            Source("Ilda Voss", "person", ["Voss", "the minister"], "Marendian energy ministry"),
            Source("Marendian energy ministry", "government"),
            Source("MNA", "agency", ["state news agency MNA"], None),
            Source("<i>a driver</i> | unnamed", "unnamed"),
        ],
        copies=[Copy(passage("courier", FIRST_LINE), passage("lifted", FIRST_LINE), 0.5)],
        quotes=QUOTES,
        timeline=[
            TimelineEntry("1987", "year", "The dam's gates were last opened in 1987.", ["s7"], "event", ["gazette"]),
            TimelineEntry("2025-04-08", "day", "The spillway of the Tessmere dam was opened on 8 April 2025.",
                          ["s1", "s5", "s9"], "event", ["courier", "gazette", "lifted"]),
            TimelineEntry("2025-04-09", "day", "The flow was 900 cubic metres a second.", ["s8"], "event", ["gazette"]),
            TimelineEntry("2025-04-09T06:30:00+02:00", "minute", "Ministry opens Tessmere spillway", ["s1", "s2"],
                          "published", ["courier"]),
            TimelineEntry("2025-04-09T11:00:00+02:00", "minute", "Ministry opens Tessmere spillway", [],
                          "edited", ["courier"]),
            TimelineEntry("2025-04-10", "day", "Dam gates open after 38 years", ["s7", "s8"], "published", ["gazette"]),
            TimelineEntry("2025-04-10", "day", "Spillway opened", [], "published", ["lifted"]),
            TimelineEntry("2025-W17", "week", "The gates will be closed again.", ["s5"], "announced", ["gazette"]),
        ],
        rejected=[Rejected("pages/photo.jpg", "not a kind of page this reads"),
                  Rejected("pages/<empty>.txt", "empty")],
        duplicates=[Duplicate("pages/courier-again.html", "courier")],
    )  # fmt: skip
