"""The served page: a store in the browser, and as objects for other programs.

    make_app(store)    -> an ASGI application; `serve` runs it

How it holds (each file's head says more):

    library    what pages ask of the store, kept while it does not change
    shelf      stories in brief, and looking for them
    links      where everything is found
    chapters   what each page shows, made of the parts of the self-contained page
    flow       chains, drawn from left to right
    app, api   the doors: pages, and objects
    guard      who may come in, and what a browser may do with what it gets
    editing    correcting where it is shown: corrections are its forms, retelling works out what follows

Nothing here knows how anything is worked out: it reads what the store tells, and keeps what people decide.
"""

from __future__ import annotations

from reportedly.web.app import make_app
from reportedly.web.serving import is_loopback, serve

__all__ = ["is_loopback", "make_app", "serve"]
