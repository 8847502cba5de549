"""PDF -> pages: columns, running heads, metadata, and PDFs that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from make_files import pdf, read


def lines(x: float, y: float, *texts: str, size: float = 11) -> list[tuple[float, float, float, str]]:
    return [(x, y - 14 * number, size, text) for number, text in enumerate(texts)]


LEFT = lines(
    50,
    700,
    "The ferry to Orrin will not sail before",
    "spring, the harbour office said on Tues-",
    "day. Its engine had to be taken out, and",
    "no yard has room for it.",
)
RIGHT = lines(
    310,
    700,
    "Islanders said that they had not been",
    "asked. Mette Lund, the mayor, called it a",
    "well-kept secret that everybody knew of",
    "and nobody told.",
)


def test_columns_of_a_pdf_are_read_one_after_the_other(here: Path) -> None:
    rows = [line for pair in zip(LEFT, RIGHT, strict=True) for line in pair]
    across = lines(
        50,
        600,
        "The harbour office did not answer questions of the islanders, nor of this newspaper, on Tuesday.",
    )
    lower = [(x, y - 140, size, text) for x, y, size, text in rows]
    [found] = read(
        "a.pdf", pdf([[*lines(50, 740, "No ferry before spring", size=22), *rows, *across, *lower]])
    )
    left = (
        "The ferry to Orrin will not sail before spring, the harbour office said on Tuesday. "
        "Its engine had to be taken out, and no yard has room for it."
    )
    right = (
        "Islanders said that they had not been asked. Mette Lund, the mayor, called it a well-kept "
        "secret that everybody knew of and nobody told."
    )
    assert found.content.decode().strip().split("\n\n") == [
        "No ferry before spring",
        left,
        right,
        across[0][3],
        left,
        right,
    ]


def test_running_heads_and_page_numbers_are_left_out(here: Path) -> None:
    def sheet(number: int) -> list[tuple[float, float, float, str]]:
        head, foot = lines(50, 800, "HARBOUR OFFICE", size=8), lines(280, 40, f"- {number} -", size=8)
        return [
            *head,
            *lines(50, 700, f"Words of sheet {'abc'[number]}.", "They come again", "on every sheet."),
            *foot,
        ]

    [found] = read("a.pdf", pdf([sheet(number) for number in range(3)]))
    assert found.content.decode().strip().split("\n\n") == [
        f"Words of sheet {letter}. They come again on every sheet." for letter in "abc"
    ]


def test_metadata_of_a_pdf_are_believed_where_the_text_bears_them_out(here: Path) -> None:
    text = [lines(50, 700, "No ferry before spring", "By Ida Holm", "Orrin, 3 February 2031")]
    [found] = read(
        "a.pdf", pdf(text, "/Title(No ferry before spring)/Author(Ida Holm)/CreationDate(D:20310203040506Z)")
    )
    assert (found.title, found.byline, found.published) == (
        "No ferry before spring",
        ["Ida Holm"],
        "2031-02-03",
    )
    [found] = read(
        "b.pdf",
        pdf(text, "/Title(Microsoft Word - ferry.doc)/Author(jholm2)/CreationDate(D:20350203040506Z)"),
    )
    assert (found.title, found.byline, found.published) == (None, [], None)
    assert found.fetched == "2035-02-03T04:05:06Z"
    [found] = read("c.pdf", pdf(text, "/CreationDate(D:20319903040506Z)"))
    assert (found.published, found.fetched) == (None, None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf([[]]), "a PDF without a text layer: pictures of pages"),
        (pdf([[(50, 700, 11, "The ferry.")]] * 301), "a PDF of more than 300 pages: not one article"),
        (
            pdf([[(50, 10 * row, 8, "letters " * 200) for row in range(80)]]),
            "a PDF with a page of more than 100,000 letters: not one article",
        ),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "broken PDF"),
        (
            pdf([[(50, 700, 11, "The ferry.")]]).replace(
                b"trailer\n<<",
                b"trailer\n<</ID[(a)(a)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>"
                % (b"o" * 32, b"u" * 32),
            ),
            "encrypted PDF",
        ),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(here: Path, content: bytes, reason: str) -> None:
    [found] = read("a.pdf", content)
    assert found.rejected == reason
