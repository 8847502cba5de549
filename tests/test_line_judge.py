"""Which lines are the article's: the judge of pasted pages, and where HTML ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.line_judge import features, in_context, lengths, scores, shipped
from reportedly.articles.lines import split_lines
from sample_pages import BODY, read

MENU = "\n".join(f"* {word}" for word in ("Home", "News", "Sport", "Weather", "Sign in", "Subscribe"))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_lines_get_a_score(raw: list[str]) -> None:
    found = scores(split_lines("\n".join(raw)))
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_the_shipped_weights_fit_the_features() -> None:
    lines = split_lines(MENU + "\n\n" + "\n\n".join(BODY))
    local = features(lines)
    assert local.shape == (len(lines), len(shipped().local))
    assert in_context(local[:, 0], local, lengths(lines)).shape[1] == len(shipped().context)


PROSE = {
    "Russian": "Владелец фабрики сообщил во вторник, что река вышла из берегов и работа остановлена.",
    "Japanese": "工場の所有者は火曜日、川の水が中庭まで達したため、操業を停止したと明らかにした。",
    "Arabic": "قال مالك المصنع يوم الثلاثاء إن النهر فاض ووصل إلى الفناء، ولذلك توقف العمل.",
    "Korean": "공장 소유주는 화요일 강물이 마당까지 차올라 가동을 멈췄다고 밝혔다고 통신이 전했다.",
}


@pytest.mark.parametrize("language", PROSE)
def test_prose_of_other_scripts_is_told_from_a_menu(language: str) -> None:
    lines = split_lines(MENU + "\n\n" + "\n\n".join([PROSE[language]] * 5) + "\n\n" + MENU)
    found = scores(lines)
    prose = np.array([line.text == PROSE[language] for line in lines])
    assert found[prose].min() > found[~prose].max()


def page(*lines: str) -> str:
    return MENU + "\n\n" + "\n\n".join(lines) + "\n\n" + MENU


def test_subheads_stay_and_headlines_of_other_stories_go() -> None:
    text = page(*BODY[:2], "A dam of 1931", *BODY[2:4], "Ten walks for a long and warm weekend", *BODY[4:])
    paragraphs = read(text).text.split("\n\n")
    assert "A dam of 1931" in paragraphs
    assert "Ten walks for a long and warm weekend" not in paragraphs


@pytest.mark.parametrize(
    "trailing",
    [
        "<p>© 2031 Oster Post. No part of it may be used elsewhere.</p>",
        "<p>Explore further</p>",
        '<p><a href="/a">Ten walks for a warm weekend by the river, and where to eat.</a></p>',
    ],
)
def test_what_trails_an_article_is_left_out(trailing: str) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    html = f"<html><body><article>{paragraphs}{trailing}</article></body></html>"
    assert read(html, "html").text.split("\n\n") == BODY
