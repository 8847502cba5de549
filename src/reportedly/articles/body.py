"""The blocks of an HTML page that are its article: trafilatura's, or the containers it took too little of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from reportedly.articles.lines import ends_sentence, word_count

MISSED = 0.6
"""A body of fewer words than this share of the largest container's has missed the article."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or subhead; `linked` is the share of its text that links hold."""

    text: str
    head: bool = False
    listed: bool = False
    linked: float = 0.0


def find_blocks(tree: HtmlElement) -> list[Block]:
    """Return the blocks of the page's article, in order; none where there is nothing like one."""
    found, whole = _extracted(tree), _contained(tree)
    # Trafilatura takes one container; some pages cut an article into several, for what stands between.
    # What holds little of what it took is something else: comments, or other articles.
    same = {block.text for block in whole}
    shared = [block for block in found if block.text in same]
    missed = words_in(found) < MISSED * words_in(whole) and 2 * words_in(shared) >= words_in(found)
    return whole if missed else found


def words_in(blocks: list[Block]) -> int:
    """Return the number of words of several blocks."""
    return sum(word_count(block.text) for block in blocks)


def _extracted(tree: HtmlElement) -> list[Block]:
    """Return the blocks that trafilatura takes for the article's."""
    try:
        # Links are kept for what they tell of a block; that they are also makes it keep more lists.
        found = trafilatura.bare_extraction(tree, include_comments=False, include_links=True)
    except Exception:  # whatever it trips over, the page's lines can still be read
        return []
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    return [block for element in found.body.iterchildren() if (block := _block(element))]


def _block(element: HtmlElement) -> Block | None:
    text = text_of(element)
    if not any(sign.isalnum() for sign in text):
        return None
    links = sum(len(text_of(link)) for link in element.iter("ref", "a"))
    head = element.tag in ("head", "h2", "h3", "h4")
    return Block(text, head, element.tag in ("list", "ul", "ol"), links / len(text))


_BREAKS = ("lb", "br", "item", "li", "cell", "row", "p")


def text_of(element: HtmlElement) -> str:
    """Return an element's text on one line."""
    if next(element.iterdescendants(*_BREAKS), None) is None:
        return " ".join("".join(element.itertext()).split())
    pieces = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(inner.text or "")
        elif inner is not element:
            pieces += [" " if inner.tag in _BREAKS else "", inner.tail or ""]
    return " ".join("".join(pieces).split())


def _contained(tree: HtmlElement) -> list[Block]:
    """Return what stands in the containers, marked up alike, that hold most of the page's sentences.

    A container with a single sentence is no part of an article but a teaser.
    """
    groups: defaultdict[object, defaultdict[HtmlElement, int]] = defaultdict(lambda: defaultdict(int))
    held: defaultdict[HtmlElement, int] = defaultdict(int)
    for paragraph in tree.iter("p"):
        parent, text = paragraph.getparent(), text_of(paragraph)
        if parent is not None and ends_sentence(text):
            groups[parent.tag, parent.get("class") or parent][parent] += word_count(text)
            held[parent] += 1
    several = [{e: n for e, n in group.items() if held[e] > 1} for group in groups.values()]
    best = max(several, key=lambda group: sum(group.values()), default={})
    return [block for container in best for block in _children(container)]


def _children(container: HtmlElement) -> Iterator[Block]:
    for child in container.iterchildren("p", "h2", "h3", "h4", "ul", "ol", "blockquote"):
        if block := _block(child):
            yield block
