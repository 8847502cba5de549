"""The paragraphs around a statement, and the chains and words that every format shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.dossiers.chains import draw
from reportedly.dossiers.context import Contexts
from reportedly.dossiers.phrases import listed, one_line, plural, safe, verdict
from reportedly.dossiers.view import Link, View
from reportedly.records import Article, Copy, Dossier, Passage, Statement
from sample_dossier import sample


def context(
    text: str, start: int, end: int, copies: list[Copy] | None = None, other: str = ""
) -> list[list[str]]:
    """Each paragraph shown, as "text|kinds" for each piece."""
    statement = Statement("s", "a", start, end, text[start:end], False, "affirms", [], [], [], [[start, end]])
    articles = [Article("a", "", "", text=text), Article("b", "", "", text=other)]
    view = View(Dossier(articles, statements=[statement], copies=copies or []))
    paragraphs, _ = Contexts(view).of(statement)
    return [[f"{p.text}|{' '.join(sorted(p.kinds))}" for p in pieces] for pieces in paragraphs]


def test_a_statement_stands_in_its_paragraph() -> None:
    assert context("One.\n\nTwo three four.\n\nFive.", 10, 15) == [["Two |", "three|content", " four.|"]]


def test_a_statement_over_two_paragraphs_shows_both() -> None:
    assert context("One.\n\nTwo.\nThree.", 0, 10) == [["One.|content"], ["Two.|content"]]


def test_what_lies_between_is_left_out_and_said_to_be() -> None:
    text = "Anna spoke.\n\nIt rained.\n\nThe ship sank."
    statement = Statement(
        "s", "a", 25, 38, "The ship sank", False, "affirms", ["Anna"], [[0, 4]], [[5, 10]], [[25, 38]]
    )
    paragraphs, _ = Contexts(View(Dossier([Article("a", "", "", text=text)]))).of(statement)
    assert ["".join(p.text for p in pieces) for pieces in paragraphs] == [
        "Anna spoke.",
        "…",
        "The ship sank.",
    ]


def test_a_page_without_paragraphs_is_cut_around_the_words() -> None:
    [pieces] = context("x " * 5000 + "here" + " y" * 5000, 10_000, 10_004)
    assert "here|content" in pieces
    assert sum(map(len, pieces)) < 700


def test_copied_and_differing_words_are_marked() -> None:
    text, other = "The old ship sank at night.", "A boat: the ship sank at dawn."
    copy = Copy(Passage("b", 8, 29), Passage("a", 0, 26), 0.5)
    [pieces] = context(text, 13, 17, [copy], other)
    assert pieces == [
        "The |copied", "old|copied differs", " ship |copied", "sank|content copied", " at |copied",
        "night|copied differs", ".|",
    ]  # fmt: skip


def test_a_statement_whose_article_is_missing_stands_alone() -> None:
    statement = Statement("s", "gone", 0, 4, "Text", False, "affirms", [], [], [], [[0, 4]])
    paragraphs, copied = Contexts(View(Dossier())).of(statement)
    assert [p.text for [p] in paragraphs] == ["Text"]
    assert copied == []


@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_no_letter_of_the_words_is_lost(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = [piece for pieces in context(text, start, end) for piece in pieces]
    marked = "".join(p.removesuffix("|content") for p in shown if p.endswith("|content"))
    assert "".join(marked.split()) == "".join(text[start:end].split())


# ---------------------------------------------------------------- words
def test_counts_and_names_in_words() -> None:
    assert [plural(1, "outlet"), plural(3, "outlet"), plural(2, "story")] == [
        "1 outlet",
        "3 outlets",
        "2 stories",
    ]
    assert [listed([]), listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_long_lists_are_counted() -> None:
    assert listed(["A", "B", "C", "D"], 2) == "A, B and 2 more"
    assert listed(["A", "B"], 2) == "A and B"
    [line] = draw([Link("Kim", then=outlets(*map(str, range(40))))], 100)
    assert line.plain.endswith("10, 11 and 28 more")


def test_verdicts() -> None:
    said = {claim.id: verdict(claim) for claim in sample().claims}
    assert said["c1"] == "3 outlets, at most 2 origins: rests on Marendian energy ministry and MNA"
    assert said["c2"] == "3 outlets, 1 origin: rests on Ilda Voss"
    assert said["c6"] == "2 outlets, no origin: nobody affirms it here"


@given(st.text())
def test_shown_text_has_nothing_unseen(text: str) -> None:
    assert not any(c in safe(text) for c in "\x00\x07\x1b\x7f\x9b\u202e\u2066\ufeff")
    safe(text).encode("utf8")
    assert "\n" not in one_line(text)


# ---------------------------------------------------------------- chains
def outlets(*names: str) -> list[Link]:
    return [Link(name, outlet=True) for name in names]


def test_a_chain_is_drawn_from_left_to_right() -> None:
    kcna = Link(
        "KCNA", then=[Link("Reuters", then=outlets("Hindustan Times")), Link("AFP", then=outlets("DW"))]
    )
    lines = draw([Link("Kim Jong Un", then=[kcna])], 80)
    assert [line.plain for line in lines] == [
        "Kim Jong Un → KCNA ┬→ Reuters → Hindustan Times",
        "                   └→ AFP → DW",
    ]


def test_a_chain_too_wide_is_drawn_from_the_top_down() -> None:
    kcna = Link("KCNA", then=[Link("Reuters", then=outlets("Hindustan Times")), *outlets("DW", "WION")])
    lines = draw([Link("Kim Jong Un", then=[kcna])], 40)
    assert [line.plain for line in lines] == [
        "Kim Jong Un → KCNA",
        " ├→ Reuters → Hindustan Times",
        " └→ DW and WION",
    ]


def test_an_outlets_own_word_is_said_to_be_that() -> None:
    assert [line.plain for line in draw(outlets("DW", "WION"), 80)] == ["DW and WION (own word)"]


def test_outlets_not_stated_are_not_one() -> None:
    articles = [
        Article("a", "", ""),
        Article("b", "", ""),
        Article("c", "", "", outlet="DW"),
        Article("d", "", "", outlet="DW"),
    ]
    told = [Statement(f"s{a.id}", a.id, 0, 0, "", False, "affirms", ["Kim"], [], [], []) for a in articles]
    [root] = View(Dossier(articles, statements=told)).chains(told)
    assert [link.statements for link in root.then] == [["sa"], ["sb"], ["sc", "sd"]]
