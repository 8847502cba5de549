"""The store: everything that came in, kept in one file, and all that is told of it, kept up to date.

    store = Store("news.duckdb")
    store.add("reports/")                 # what is new is read, and the stories it touches told anew
    store.dossier() -> Dossier            # of all; `dossier([id, ...])` of some stories
    store.stories(), store.claims()       # in brief
    store.catalogue.search(Search("words"))
    store.remove([id]), store.check(), store.mend()

How it holds (each file's head says more):

    inbox      bytes of pages and where they came from, in one transaction: then they are acknowledged
    reading    pages -> articles, settled among those they may be one with -> readings, only what is new
    grouping   articles -> stories
    telling    claims and origins, only of stories that changed; then all of them are shown at once
    assembling what is shown -> dossier
    catalogue  what is told -> words and names to look it up by; looking_up, searching, speakers ask it
    file, locks, migrations, packing, rows    the file, turns, versions, bytes, tables
    owning, lending, borrowing    the file held open by one process, its transactions lent to all others
"""

from __future__ import annotations

from reportedly.store.doctor import Finding
from reportedly.store.inbox import Received
from reportedly.store.looking_up import LookUp
from reportedly.store.rows import ShownClaim
from reportedly.store.searching import FoundStory, ListedStory, Results, Search, Size
from reportedly.store.speakers import Speaker
from reportedly.store.store import Added, Store

__all__ = [
    "Added", "Finding", "FoundStory", "ListedStory", "LookUp", "Received", "Results", "Search", "ShownClaim",
    "Size", "Speaker", "Store",
]  # fmt: skip
