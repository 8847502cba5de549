"""What comes in from the network: addresses and feeds -> pages. Nothing else of the package sends anything.

    from reportedly.fetching import fetch, find_feeds, follow, watch, Client, FeedState, Limits, Settings

**Single addresses.** `fetch(urls, settings, visits=visits)` yields pages as `pages.unpack_pages` does, in
the order of the addresses; what could not be had is a page with `rejected`. Nothing is raised for a bad
address. `visits` maps an address to its `Visit`; the caller stores it, and hands it in again: it is used
to ask only for what has changed (an address whose page has not changed yields nothing), and to tell a
page that is gone (`rejected` begins with "gone: ") from one that never was. It is filled in place.

**Feeds.** `find_feeds(sources, client)` gives the addresses of feeds in OPML files, addresses of OPML, and
addresses of feeds. `follow(feed, state, client, now)` asks a feed once and returns `Followed(feed, pages,
state)`: the pages of entries that are new or changed, of articles looked at again (edited ones, and ones
that are "gone: ..."), and the feed's new `FeedState` (None is one never asked). Store both in one
transaction: then a crash loses nothing, and nothing comes twice. `due(states, now)` picks the feeds whose
time has come. `FeedState` is plain data: `dataclasses.asdict` makes JSON of it, `FeedState.from_dict`
reads that.

**The loop.** `for followed in watch(feeds, every, states=stored, settings=settings): store(followed)` goes
on until SIGINT, SIGTERM or `stop.set()`; then what is under way is given up, what came so far is yielded,
and it ends. It ends by itself where no feed is left to ask.

Pages are those of files: `input` is the address asked, `url` the one that redirects led to, `content` the
bytes as fetched (in UTF-8 where only the HTTP header names their charset), `fetched` the time (ISO 8601).
They go through `pages.stage()` and `articles.stage()` like any other.

Bounds and politeness stand in `settings`; whom we never connect to, in `guard`.
"""

from reportedly.fetching.client import Answer, Client
from reportedly.fetching.feeds import follow
from reportedly.fetching.loop import watch
from reportedly.fetching.opml import find_feeds
from reportedly.fetching.refusal import Refusal, Stopped
from reportedly.fetching.settings import Limits, Settings
from reportedly.fetching.state import FeedState, Followed, Seen, Visit, due
from reportedly.fetching.urls import fetch

__all__ = [
    "Answer",
    "Client",
    "FeedState",
    "Followed",
    "Limits",
    "Refusal",
    "Seen",
    "Settings",
    "Stopped",
    "Visit",
    "due",
    "fetch",
    "find_feeds",
    "follow",
    "watch",
]
