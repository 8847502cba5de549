"""Beyond three outlets: how many origins stand behind claims that eight to forty outlets carry.

One story is made up (`forty_outlets.py`), so the number of origins is known; two are events of the corpus
of many outlets, labelled by us (`labels/README.md`). A claim of the dossier stands for a labelled one
where most of its affirming passages are; what is told of its count is told of that one alone.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reportedly
from benchmarks import shared
from benchmarks.figures import Figure
from benchmarks.forty_outlets import story
from reportedly.records import Dossier, DossierClaim, Statement

LABELS = Path(__file__).parent / "labels" / "many_outlets.json"
FLOORS = {"forty outlets": 0.85, "flight turned back": 0.85, "ship seized": 0.85}  # a claim is .12 to .14

Row = dict[str, Any]


@dataclass
class Counted:
    """A labelled claim, the dossier's claim that stands for it (if any), and how the passages were joined."""

    gold: Row
    claim: DossierClaim | None
    statements: list[Statement]
    found: int  # affirming passages that are statements of ours
    joined: int  # of those, passages in the claim that stands for it
    strangers: list[
        Statement
    ]  # affirming statements of that claim which are passages of other labelled claims

    @property
    def count(self) -> int:
        """How many origins we count; none for a claim that was not found."""
        return self.claim.independent if self.claim else 0

    @property
    def error(self) -> int:
        """By how many the count is too high (or, below zero, too low)."""
        return self.count - int(self.gold["independent"])


def measure() -> list[Figure]:
    """Trace the three stories and compare counts, beside the number of outlets that carry a claim."""
    figures = []
    for name, rows, gold in stories():
        counted = list(compare(gold, traced(rows)))
        within = sum(abs(c.error) <= 1 for c in counted) / len(counted)
        exact = sum(c.error == 0 for c in counted) / len(counted)
        over = sum(c.error > 0 for c in counted) / len(counted)
        outlets = {row["id"]: row["outlet"] for row in rows}
        naive = [
            len({outlets[m["article"]] for m in _affirming(c.gold)}) - c.gold["independent"] for c in counted
        ]
        peer = sum(abs(error) <= 1 for error in naive) / len(counted)
        joined = sum(c.joined for c in counted) / max(1, sum(c.found for c in counted))
        figures += [
            Figure(f"{name}, within one", within, floor=FLOORS[name], peer=f"number of outlets {peer:.3f}"),
            Figure(f"{name}, exact", exact),
            Figure(f"{name}, too high", over),
            Figure(f"{name}, passages of a claim in one", joined),
        ]
    return figures


def stories() -> Iterator[tuple[str, list[Row], Row]]:
    """Yield each story's name, articles and labelled claims."""
    rows, gold = story()
    yield "forty outlets", rows, gold
    corpus = list(shared.rows("corpora", "stories", "multi-outlet.jsonl.gz"))
    for event in json.loads(LABELS.read_text("utf8")):
        mine = {row["id"]: row for row in corpus if row["story"] == event["corpus_story"]}
        for claim in event["claims"]:
            for mention in claim["mentions"]:
                mention["text"] = mine[mention["article"]]["text"][mention["start"] : mention["end"]]
                digest = hashlib.sha256(mention["text"].encode()).hexdigest()[:12]
                assert digest == mention["hash"], f"{claim['id']}: not the text that was labelled"
        yield event["event"], list(mine.values()), event


def traced(rows: Iterable[Row]) -> Dossier:
    """Return the dossier of rows as the command line reads them."""
    keys = ("id", "url", "outlet", "title", "published", "text")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "story.jsonl")
        lines = [json.dumps({key: row.get(key) for key in keys}) for row in rows]
        file.write_text("\n".join(lines), "utf8")
        return reportedly.trace(file)


def compare(gold: Row, dossier: Dossier) -> Iterator[Counted]:
    """Find for each labelled claim the dossier's claim that holds most of its affirming passages."""
    statements = {s.id: s for s in dossier.statements}
    claims = {c.id: c for c in dossier.claims}
    of_statement = {s: c.id for c in dossier.claims for s in c.statements}
    told = {c["id"]: [list(_at(m, dossier)) for m in _affirming(c)] for c in gold["claims"]}
    for claim in gold["claims"]:
        passages = [passage for passage in told[claim["id"]] if passage]
        held = Counter(
            i for passage in passages for i in {of_statement.get(s.id, "") for s in passage} - {""}
        )
        best = min(held, key=lambda i: (-held[i], i), default=None)
        inside = {s for s, i in of_statement.items() if i == best}
        others = {s.id for name, each in told.items() if name != claim["id"] for p in each for s in p}
        own = {s.id for passage in passages for s in passage}
        strangers = [statements[s] for s in sorted(inside & others - own)]
        yield Counted(
            claim,
            claims[best] if best else None,
            [s for p in passages for s in p],
            len(passages),
            sum(any(s.id in inside for s in passage) for passage in passages),
            strangers,
        )


def _affirming(claim: Row) -> list[Row]:
    return [mention for mention in claim["mentions"] if mention["stance"] == "affirms"]


def _at(mention: Row, dossier: Dossier) -> Iterator[Statement]:
    """Yield the affirming statements that share half of the shorter one's letters with a passage."""
    for statement in dossier.statements:
        if statement.article == mention["article"] and statement.stance == "affirms":
            shared_letters = min(statement.end, mention["end"]) - max(statement.start, mention["start"])
            shorter = min(statement.end - statement.start, mention["end"] - mention["start"])
            if 2 * shared_letters >= shorter:
                yield statement


def tell(wanted: str = "") -> None:
    """Print every labelled claim of the stories whose name holds `wanted`: counts, and what went wrong."""
    for name, rows, gold in stories():
        if wanted not in name:
            continue
        print(f"\n## {name}")
        for c in compare(gold, traced(rows)):
            rests = ", ".join(c.claim.rests_on) if c.claim else "-"
            gold_count, joined = c.gold["independent"], f"{c.joined} of {c.found} passages"
            print(f"{c.gold['id']}: {gold_count}, we say {c.count}; {joined}; rests on {rests}")
            if c.error and c.claim:
                print(f"   truth: {c.gold['why']}")
                for s in c.strangers[:5]:
                    print(f"   joined wrongly: {s.text[:110]!r} {s.chain}")
                for s in {s.text: s for s in c.statements if s.id not in c.claim.statements}.values():
                    print(f"   not joined: {s.text[:110]!r} {s.chain}")
                for e in c.claim.evidence:
                    print(f"   {e.kind}: {e.why}")


if __name__ == "__main__":
    tell(*sys.argv[1:])
