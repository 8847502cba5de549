"""What comes in from the network: addresses and feeds -> pages. Nothing else of the package sends anything.

    from reportedly.fetching import Client, FeedState, Limits, Settings, Visit, due, fetch, find_feeds, follow, watch

**Single addresses.** `fetch(urls, settings, visits=visits)` yields pages as `pages.unpack_pages` does, in the order
of the addresses; what could not be had is a page with `rejected`. Nothing is raised for a bad address. `visits` maps
an address to its `Visit`; the caller stores it, and hands it in again: it is used to ask only for what has changed
(an address whose page has not changed yields nothing), and to tell a page that is gone (`rejected` begins with
"gone: ") from one that never was. It is filled in place.

**Feeds.** `find_feeds(sources, client)` gives the addresses of feeds in OPML files, addresses of OPML, and feeds.
`follow(feed, state, client, now)` asks a feed once and returns `Followed(feed, pages, state)`: the pages of entries
that are new or changed, of articles looked at again (edited ones, and ones that are "gone: ..."), and the feed's new
`FeedState`. Store both in one transaction: then a crash loses nothing, and nothing comes twice. `due(states, now)`
picks the feeds whose time has come. `FeedState` is plain data: `dataclasses.asdict` writes it as JSON, and
`FeedState.from_dict` reads it back.

**The loop.** `for followed in watch(feeds, every, states=stored, settings=settings): store(followed)` goes on until
SIGINT, SIGTERM or `stop.set()`; then the request under way is given up, what came so far is yielded, and it ends.

The same `Page` as for files: `input` is the address asked, `url` the one that redirects led to, `content` the bytes as
fetched (in UTF-8 where only the HTTP header names their charset), `fetched` the time (ISO 8601, UTC). A page goes
through `pages.stage()` and `articles.stage()` like any other.

Limits and politeness stand in `Limits` and `Settings`; who is never connected to, in `guard`.
"""

from reportedly.fetching.settings import Limits, Settings
from reportedly.fetching.state import FeedState, Followed, Seen, Visit, due

__all__ = [
    "FeedState",
    "Followed",
    "Limits",
    "Seen",
    "Settings",
    "Visit",
    "due",
]
