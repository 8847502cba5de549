"""The cards of models say what `make bench` prints: their figures are those that floors pin."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from benchmarks import attribution, windows

from reportedly import languages
from reportedly.statements.tagger.windows import MAX_PIECES

ENGLISH = Path(languages.__file__).parent / "en"
WEIGHTS = ENGLISH / "tagger" / "model.int8.onnx"
CARD = (ENGLISH / "tagger.md").read_text("utf8")
NEAR = 0.02
"""A card's figure is at most this much above its floor."""


def row(name: str) -> list[float]:
    """Return the figures of a row of the card's tables."""
    (line,) = re.findall(rf"^\| {re.escape(name)} \|(.*)\|$", CARD, re.M)
    return [float(cell) for cell in re.findall(r"(?<![\w.])\.\d+", line)]


@pytest.mark.parametrize("name", attribution.FLOORS)
def test_a_figure_of_the_card_is_measured_and_its_peers_are_named(name: str) -> None:
    ours, citron, people = row(name)
    assert attribution.FLOORS[name] <= ours <= attribution.FLOORS[name] + NEAR
    peers = attribution.PEERS[name]
    assert f"Citron retrained {citron:g}".replace(" 0.", " .") in peers
    assert float(re.findall(r"humans (\.\d+)", peers)[0]) == people


@pytest.mark.parametrize("how", windows.FLOORS)
def test_so_is_how_much_depends_on_windows(how: str) -> None:
    for ours, floor in zip(row(how), windows.FLOORS[how], strict=True):
        assert floor <= ours <= floor + NEAR


def test_the_card_describes_the_weights_that_are_shipped() -> None:
    size = WEIGHTS.stat().st_size / 1e6
    assert f"int8 ({size:.0f} MB)" in CARD
    assert size <= attribution.WEIGHTS
    assert f"A window is {MAX_PIECES} word pieces" in CARD


def test_the_card_of_the_judge_of_lines_describes_it() -> None:
    card, weights = ((ENGLISH / f"page_lines.{ending}").read_text("utf8") for ending in ("md", "json"))
    judges = json.loads(weights)
    assert f"{round(len(weights) / 1000)} kB of numbers" in card
    assert f"({len(judges['local'])}, with context {len(judges['context'])})" in card
