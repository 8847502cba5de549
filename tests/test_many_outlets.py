"""Counts beyond three outlets: one text carried by many, whoever has another's error, agencies by the way."""

from __future__ import annotations

from benchmarks.forty_outlets import story

from make_stories import Told, account
from reportedly.origins import find_origins
from reportedly.origins.copies import copies
from reportedly.origins.errors import shared_errors
from reportedly.origins.lines import UNSIGNED
from reportedly.records import Article, Claim, Credit, Origins, Reading, Source, Statement, StoryAccount

WIRE = (
    "The tanker Brightwater spilled four hundred tonnes of crude into Selm Bay on Sunday night after "
    "its hull split along the keel, and booms laid at dawn held back only a part of the slick."
)
OTHERS = [
    "Oil drifts in Selm Bay since Sunday, when a tanker broke.",
    "A tanker has lost its load off Selm, and beaches are closed.",
    "Crude from a broken tanker has reached the beaches of Selm.",
]


def told(*texts: str, agencies: dict[int, str] | None = None) -> Origins:
    """What stands behind a claim that articles tell, without naming anybody, in their whole text."""
    names = [f"{i:02}" for i in range(len(texts))]
    articles = [
        Article(name, name, name, outlet=f"Outlet {name}", published="2031-03-04", text=text)
        for name, text in zip(names, texts, strict=True)
    ]
    for i, agency in (agencies or {}).items():
        articles[i].credits = [Credit(agency, "text", agency)]
    readings, ids = [], []
    for i, article in enumerate(articles):
        chain = [agencies[i]] if agencies and i in agencies else []
        text = article.text
        said = Statement(
            f"s{i}", article.id, 0, len(text), text, False, "affirms", chain, [], [], [[0, len(text)]]
        )
        readings.append(Reading(article.id, article.id, statements=[said]))
        ids.append(said.id)
    account = StoryAccount("s", "S", articles, readings, [Claim("c", "s", "oil", ids)])
    return find_origins([account])[0].claims[0]


def test_one_unsigned_text_in_thirty_outlets_is_one_line() -> None:
    found = told(*[WIRE] * 30)
    assert (found.independent, found.rests_on) == (1, [UNSIGNED])
    why = [e.why for e in found.evidence if e.kind == "copy"]
    assert len(why) == 29
    assert all("neither says whose it is" in text for text in why)


def test_outlets_with_texts_of_their_own_stay_lines_beside_it() -> None:
    assert told(*[WIRE] * 20, *OTHERS).independent == 1 + len(OTHERS)


def test_a_text_that_one_of_many_credits_is_the_agencys() -> None:
    found = told(*[WIRE] * 12, agencies={7: "AFP"})
    assert (found.independent, found.rests_on) == (1, ["AFP"])
    assert any("which one credits to AFP" in e.why for e in found.evidence)


def test_a_name_that_lines_misspell_alike_joins_them() -> None:
    right = [f"{text} Captain Hallgrimsson said nothing." for text in OTHERS]
    wrong = ["A slick off Selm: Halgrimsson keeps silent.", "Halgrimsson's tanker lies broken off the coast."]
    articles = [Article(f"{i}", f"{i}", f"{i}", text=text) for i, text in enumerate([*right, *wrong])]
    assert shared_errors(articles) == {"Halgrimsson": {"3", "4"}}
    found = told(*right, *wrong)
    assert found.independent == len(right) + 1
    assert [e.articles for e in found.evidence if e.kind == "error"] == [["03", "04"]]


def test_inflected_and_rare_names_are_no_errors() -> None:
    texts = [
        "Bergen and the Bergens",
        "Bergen alone",
        "Bergen too",
        "The Bergens",
        "A Norge line",
        "Norges Bank",
    ]
    assert shared_errors([Article(f"{i}", f"{i}", f"{i}", text=text) for i, text in enumerate(texts)]) == {}


def test_a_number_that_nobody_would_guess_is_shown_and_not_counted() -> None:
    found = told("The slick is 1,347 metres long.", "Booms of 1,347 metres hold it.", "It cost 2031 crowns.")
    assert found.independent == 3
    (fact,) = [e for e in found.evidence if e.kind == "fact"]
    assert (fact.articles, "1,347" in fact.why) == (["00", "01"], True)


def test_an_article_that_has_other_things_by_way_of_an_agency_has_this_from_it_too() -> None:
    credited = Article("a", "a", "a", outlet="Tide", credits=[Credit("AFP", "text", "AFP")])
    lines = account(
        [("a", "affirms", ["AFP"]), ("b", "affirms", []), ("c", "affirms", [])], articles=[credited]
    )
    assert find_origins([lines])[0].claims[0].independent == 3
    other = Statement("x", "b", 0, 4, "text", False, "affirms", ["Ida Berg", "AFP"], [], [], [[0, 4]])
    reading = next(r for r in lines.readings if r.id == "b")
    reading.statements.append(other)
    reading.sources.append(Source("Ida Berg", "person"))
    found = find_origins([lines])[0].claims[0]
    assert (found.independent, found.rests_on) == (2, ["AFP", "Outlet c"])
    assert any("by way of AFP" in e.why for e in found.evidence)


def test_of_forty_made_up_outlets_the_agencys_text_is_found_without_its_feed() -> None:
    rows, gold = story()
    assert len(rows) == len({row["id"] for row in rows}) == 40
    texts = {row["id"]: row["text"] for row in rows}
    for claim in gold["claims"]:
        for mention in claim["mentions"]:
            assert texts[mention["article"]][mention["start"] : mention["end"]] == mention["text"]
    articles = []
    for r in rows:
        known = {"outlet": r["outlet"], "published": r["published"], "text": r["text"]}
        articles.append(Article(r["id"], r["id"], r["id"], **known))
    linked = {name for copy in copies(articles) for name in (copy.origin.article, copy.copy.article)}
    carried = {row["id"] for row in rows[:24]}
    assert carried <= linked
    assert not {"the-calder-argus", "velmark-daily"} & linked


def test_a_title_before_a_name_makes_nobody_else() -> None:
    told: list[Told] = [("a", "affirms", ["Model Ida Berg"]), ("b", "affirms", ["Ida Berg"])]
    sources = [Source("Model Ida Berg", "person"), Source("Ida Berg", "person")]
    assert find_origins([account(told, sources)])[0].claims[0].independent == 1


def test_the_authorities_of_a_country_are_its_government() -> None:
    told: list[Told] = [
        ("a", "affirms", ["unnamed Norwegian authorities"]),
        ("b", "affirms", ["Norwegian government"]),
    ]
    sources = [
        Source("unnamed Norwegian authorities", "unnamed"),
        Source("Norwegian government", "government"),
    ]
    assert find_origins([account(told, sources)])[0].claims[0].independent == 1
