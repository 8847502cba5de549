"""How things are said in every format for people: names, counts, verdicts, times of versions, wordings."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reportedly.dossiers.dates import in_words
from reportedly.records import Article, Change, DossierClaim, EarlierVersion, Quote, Version, WordRun

LOOSE = "Fits the claim only loosely: adds no line"
"""Heads statements that are near a claim, and not surely the same."""

NO_OUTLET = "(outlet not stated)"
_RESTS = 12  # names that a verdict gives; of more, how many others there are
COUNTING = (
    "How to read a count: it is the largest number of lines from the claim to a reader that share no source, "
    "so it is an upper bound. Dependence between sources can be shown; independence cannot, and is not "
    "established here. A denial never adds to a count."
)

# Control characters, and the ones that turn the direction of what follows: neither is ever news.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def safe(text: str) -> str:
    """Return text without control and direction characters; its length changes, so cut spans before."""
    return _UNSEEN.sub("", _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """Return text safe to show, on one line, with single spaces."""
    return " ".join(safe(text.replace("\u2028", " ").replace("\u2029", " ")).split())


def plural(count: int, noun: str) -> str:
    """Return "1 outlet", "3 outlets"; nouns in -y turn to -ies."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Return "A", "A and B", "A, B and C"; of more than `most` names the first, and how many others.

    A name that comes again, as "(outlet not stated)" does, is told once, and how often.
    """
    times = Counter(one_line(name) for name in names)
    shown = [name if n == 1 else f"{n} × {name}" for name, n in times.items()][:most]
    left = sum(list(times.values())[len(shown) :])
    if left:
        shown.append(f"{left} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def verdict(claim: DossierClaim) -> str:
    """Return what stands behind a claim, in a line: "3 outlets, 1 origin: rests on KCNA"."""
    return counted(claim.n_outlets, claim.independent, claim.rests_on)


def counted(n_outlets: int, independent: int, rests_on: Sequence[str]) -> str:
    """Return the verdict on a claim of so many outlets and origins; see `verdict`."""
    outlets = plural(n_outlets, "outlet")
    if independent == 0:
        return f"{outlets}, no origin: nobody affirms it here"
    bound = "1 origin" if independent == 1 else f"at most {independent} origins"
    return f"{outlets}, {bound}" + (f": rests on {listed(rests_on, _RESTS)}" if rests_on else "")


def partial(claim: DossierClaim) -> str:
    """Return that the sole origin of a claim is a party to it, and why; "" where it is none."""
    return f"The sole origin is a party to it: {one_line(claim.party.why)}" if claim.party else ""


def standing(claim: DossierClaim) -> str:
    """Return what stands behind a claim and who disputes it, in a sentence or two."""
    disputed = f" Disputed by {listed(claim.disputed_by)}." if claim.disputed_by else ""
    involved = f" {partial(claim)}." if claim.party else ""
    return f"{verdict(claim)}.{involved}{disputed} That sources are independent is not established."


def told_widely(claims: Sequence[DossierClaim]) -> tuple[list[DossierClaim], list[DossierClaim]]:
    """Return claims that more than one article tells or somebody disputes, and the others.

    Where there are none of the first kind, all come first.
    """
    wide = [c for c in claims if c.n_articles > 1 or c.disputed_by]
    single = [c for c in claims if not (c.n_articles > 1 or c.disputed_by)]
    return (wide, single) if wide else (single, [])


def remarks(article: Article) -> list[str]:
    """Return what a reader should know of an article: what is missing, where else it stands, its edits."""
    told = [article.incomplete or "", *article.notes]
    told += [f"at {len(article.urls)} addresses"] if len(article.urls) > 1 else []
    told += [f"edited, {plural(len(article.versions), 'earlier version')}"] if article.versions else []
    return [one_line(remark) for remark in told if remark]


def dated(version: EarlierVersion) -> str:
    """Return a version by its time, as far as it is known: "version of 5 January 2024, 04:11 UTC"."""
    known = version.updated or version.published or version.fetched
    return f"version of {in_words(known)}" if known else "earlier version"


def weighty(version: EarlierVersion, limit: int) -> tuple[list[Change], int]:
    """Return the changes of a version to show, what is cut or reworded first, and how many more there are."""
    ranked = sorted(version.changes, key=lambda change: change.kind == "added")
    return ranked[:limit], len(ranked[limit:]) + version.unlisted


_KINDS = {
    "same": "same words",
    "cut": "cut",
    "joined": "joined",
    "changed": "changed",
    "paraphrased": "not in quotation marks",
}


def label(quote: Quote, version: Version) -> str:
    """Return what a wording is beside the others: "longest, earliest known", "changed: negation"."""
    names = [_KINDS[version.kind]] if version.kind != "same" or not version.longest else []
    names = ["longest", *names] if version.longest else names
    if version.earliest and not all(other.earliest for other in quote.versions):
        names.append("earliest known")
    return ", ".join(names)


def gravity(version: Version) -> str:
    """Return what is grave in a wording, on a line, "" where nothing is."""
    return f"{listed(version.grave)} changed" if version.grave else ""


def wording(version: Version) -> list[WordRun]:
    """Return a wording as its first place has it, in runs whose texts, one after the other, read well."""
    if not version.places:
        return [WordRun("same", one_line(version.text), 0, 0)]
    shown: list[WordRun] = []
    runs = version.places[0].runs
    for run, after in itertools.zip_longest(runs, runs[1:]):
        if run.kind == "omitted" and after and after.kind == "inserted" and not run.grave:
            continue  # what stands in brackets stands for it
        text = re.sub(r"\s+", " ", safe(run.text))
        if run.kind == "omitted" and run.grave:  # openly, but that does not make it right
            run = replace(run, kind="gone")
        if run.kind in ("gone", "omitted"):
            text = f" {text} " if run.kind == "gone" else " […] "
        if not shown or shown[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            shown.append(replace(run, text=text))
    if shown:
        shown[-1] = replace(shown[-1], text=shown[-1].text.rstrip(" "))
    return shown


METHODS = {
    "given": "what was given with the article",
    "metadata": "the page's metadata",
    "url": "its address",
    "first line": "its first line",
    "text": "a line on the page",
    "updated": "the page's time of its last edit",
    "fetched": "when the page was fetched",
}


def bare(word: str) -> str:
    """Return a word without case and punctuation, for comparing."""
    return re.sub(r"\W", "", word).casefold() or word
