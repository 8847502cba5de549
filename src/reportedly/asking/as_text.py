"""An answer on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.asking.answers import INDEPENDENCE, QUOTED, Answer, Hit, Quoted
from reportedly.dossiers.dates import in_words
from reportedly.dossiers.phrases import NO_OUTLET, listed, one_line, plural

_HEADS = {"same": "SAYS THE SAME", "contrary": "SAYS THE CONTRARY", "near": "NEAR"}


def lines(answer: Answer) -> Iterator[str]:
    """Yield an answer line by line; each is safe to show."""
    yield f"“{one_line(answer.sentence)}”"
    if answer.asked != answer.sentence:
        by = f", as told by {listed(answer.told_by)}" if answer.told_by else ""
        yield f"asked: {'not ' if answer.denied else ''}“{one_line(answer.asked)}”{by}"
    yield one_line(answer.in_words)
    for hit in (*answer.same, *answer.contrary, *answer.near):
        yield ""
        yield from _hit(hit)
    yield ""
    for caveat in answer.caveats:
        if caveat not in (
            INDEPENDENCE,
            QUOTED,
        ):  # the first stands with each claim; people read quotes as such
            yield one_line(caveat)


def _hit(hit: Hit) -> Iterator[str]:
    differs = f" (other {listed(hit.differs)})" if hit.differs else ""
    yield f"{_HEADS[hit.relation]}{differs}: {one_line(hit.text)}"
    yield f"  {one_line(hit.in_words)}"
    if hit.missing:
        yield f"  not in its words: {listed(hit.missing)}"
    for passage in hit.passages:
        yield from _passage(passage)
    if hit.more_passages:
        yield f"  {plural(hit.more_passages, 'more passage')}: reportedly show {one_line(hit.story)}"


def _passage(passage: Quoted) -> Iterator[str]:
    """Yield a passage, and where it stands: outlet, day, on whose word, offsets."""
    stance = {"denies": "denied: ", "unsure": "left open: "}.get(passage.stance, "")
    yield f"  {stance}“{one_line(passage.quote)}”"
    outlet = one_line(passage.outlet) if passage.outlet else NO_OUTLET
    day = in_words(passage.published[:10]) if passage.published else "no date"
    chain = " → ".join(one_line(name) for name in passage.chain)
    word = f", on the word of {chain}" if chain else ""
    yield f"    {outlet}, {day}{word} [{one_line(passage.article)} {passage.start}–{passage.end}]"
