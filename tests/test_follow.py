"""Feeds over time: what is new, edited, gone; feeds that move, fail and end."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_server import QUICK, Site, html
from reportedly.fetching import Client, FeedState, Followed, Seen, Visit, due, follow
from reportedly.fetching.state import spread, waits

START = 1_700_000_000.0
HOUR = 3600.0
TEXT = "The ferry line to Orlava is suspended until spring, the port authority said."


def rss(*paths: str, text: str = TEXT) -> bytes:
    """Return a feed whose entries link to pages of its own site."""
    items = "".join(f"<item><link>{path}</link><description>{text}</description></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>Varn Courier</title>{items}</channel></rss>".encode()


class Following:
    """A feed at /feed, followed again and again at times that the test tells; the state goes through JSON."""

    def __init__(self, site: Site, client: Client | None = None) -> None:
        self.site, self.client = site, client or site.client()
        self.state: FeedState | None = None

    def at(self, hours: float) -> Followed:
        before = dataclasses.asdict(self.state) if self.state else None
        followed = follow(self.site.url("/feed"), self.state, self.client, START + hours * HOUR)
        assert (dataclasses.asdict(self.state) if self.state else None) == before  # the old one stays
        self.state = FeedState.from_dict(json.loads(json.dumps(dataclasses.asdict(followed.state))))
        assert self.state == followed.state
        return followed


def seen(followed: Followed) -> list[tuple[str, str | None]]:
    return [(page.input.rpartition("/")[2], page.rejected) for page in followed.pages]


# ---------------------------------------------------------------- entries
def test_new_entries_are_fetched_and_old_ones_are_not(site: Site) -> None:
    site.answers |= {"/feed": rss("/1", "/2"), "/1": html("one"), "/2": html("two"), "/3": html("three")}
    following = Following(site)
    first = following.at(0)
    assert [(page.content, page.url) for page in first.pages] == [
        (html("one"), site.url("/1")),
        (html("two"), site.url("/2")),
    ]
    assert first.pages[0].fetched == "2023-11-14T22:13:20+00:00"
    assert following.at(0.2).pages == []
    site.answers["/feed"] = rss("/3", "/1", "/2")
    assert seen(following.at(0.4)) == [("3", None)]
    assert [site.count(f"/{number}") for number in (1, 2, 3)] == [1, 1, 1]


def test_an_unchanged_feed_is_asked_for_by_its_tag(site: Site) -> None:
    site.answers |= {"/feed": (200, {"ETag": '"1"'}, rss("/1")), "/1": html("one")}
    following = Following(site)
    following.at(0)
    assert following.at(0.2).pages == []
    assert site.asked[-1].headers["If-None-Match"] == '"1"'


def test_an_entry_that_the_feed_changes_is_looked_at_again(site: Site) -> None:
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    following = Following(site)
    following.at(0)
    site.answers |= {"/feed": rss("/1", text="Updated."), "/1": html("one, corrected")}
    assert [page.content for page in following.at(0.2).pages] == [html("one, corrected")]


def test_articles_are_looked_at_again_and_again_less_and_less_often(site: Site) -> None:
    site.answers |= {"/feed": (200, {"ETag": '"1"'}, rss("/1")), "/1": (200, {"ETag": '"a"'}, html("one"))}
    following = Following(site)
    hours = [0, 0.5, 1, 2, 5, 6, 7, 23, 24, 71, 72, 167, 168, 169, 1000]
    looks = [hour for hour in hours if following.at(hour).pages or site.paths()[-1] == "/1"]
    assert looks == [0, 1, 6, 24, 72, 168]


def test_an_edited_article_comes_again_and_one_that_is_gone_is_told_once(site: Site) -> None:
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    following = Following(site)
    following.at(0)
    site.answers["/1"] = html("one, edited")
    assert [page.content for page in following.at(1).pages] == [html("one, edited")]
    site.answers["/1"] = (410, {}, b"")
    [page] = following.at(6).pages
    assert (page.rejected, page.url) == ("gone: no longer there (HTTP 410)", site.url("/1"))
    assert following.at(24).pages == []
    site.answers["/1"] = html("one, edited")
    assert [page.content for page in following.at(72).pages] == [html("one, edited")]
    site.answers["/1"] = (404, {}, b"")
    [again] = following.at(168).pages
    assert again.rejected == "gone: not found (HTTP 404)"
    assert again.key != page.key


def test_trouble_with_an_article_that_was_had_is_no_news(site: Site) -> None:
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    following = Following(site)
    following.at(0)
    site.answers["/1"] = (500, {}, b"")
    assert following.at(1).pages == []


def test_a_page_that_cannot_be_had_gives_what_the_feed_has(site: Site) -> None:
    site.answers |= {"/feed": rss("/closed"), "/closed": (403, {}, b"")}
    [page] = Following(site).at(0).pages
    assert (page.rejected, page.url, page.incomplete) == (None, site.url("/closed"), "summary only")
    assert TEXT.encode() in page.content
    site.answers["/closed"] = (200, {"Content-Type": "application/zip"}, b"PK\x03\x04" + bytes(99))
    [page] = Following(site).at(0).pages
    assert TEXT.encode() in page.content
    site.answers |= {"/feed": rss("/closed", text=""), "/closed": (403, {}, b"")}
    assert seen(Following(site).at(0)) == [("closed", "the server does not let us in (HTTP 403)")]


def test_a_page_in_trouble_is_waited_for(site: Site) -> None:
    site.answers |= {"/feed": rss("/1", "/2"), "/1": (500, {}, b""), "/2": (404, {}, b"")}
    following = Following(site)
    assert following.at(0).pages == []
    site.answers["/2"] = html("two")
    assert seen(following.at(0.5)) == [("2", None)]
    [page] = following.at(2).pages
    assert TEXT.encode() in page.content


def test_an_entry_that_is_listed_twice_comes_once(site: Site) -> None:
    site.answers["/1"] = html("one")
    both = rss("/1").replace(b"</channel>", rss("/1", text="Other words.").partition(b"</title>")[2])
    following = Following(site)
    for hour, more in enumerate((b"", b" ", b"  ")):
        site.answers["/feed"] = both.replace(b"Varn Courier", b"Varn Courier" + more)
        assert len(following.at(hour / 10).pages) == (hour == 0)
    assert site.count("/1") == 1


def test_entries_without_addresses_are_themselves(site: Site) -> None:
    link = "<link>mailto:desk@courier.example</link>"
    item = f"<item><title>%s</title>{link}<description>{TEXT}</description></item>"
    site.answers["/feed"] = f"<rss><channel><title>C</title>{item % 'A'}{item % 'B'}</channel></rss>".encode()
    following = Following(site)
    assert [page.title for page in following.at(0).pages] == ["A", "B"]
    assert following.at(1).pages == []
    assert len(site.paths()) == 2


def test_many_entries_come_in_batches(site: Site) -> None:
    paths = [f"/{number}" for number in range(7)]
    site.answers |= {"/feed": rss(*paths), **{path: html(path) for path in paths}}
    following = Following(site, site.client(replace(QUICK, batch=3)))
    first = following.at(0)
    assert due([first.state], START + 1) == [first.state]
    assert [len(following.at(0).pages) for _ in range(3)] == [3, 1, 0]
    assert due([following.at(0).state], START + 1) == []


def test_what_is_remembered_is_bounded_and_what_is_new_comes(site: Site) -> None:
    site.answers |= {f"/{number}": html(f"{number}") for number in range(40)}
    following = Following(site, site.client(replace(QUICK, entries=4)))
    for hour in range(30):
        site.answers["/feed"] = rss(*[f"/{number}" for number in range(hour + 9, -1, -1)])
        followed = following.at(hour)
        assert len(followed.state.entries) <= 8
        assert (f"{hour + 9}", None) in seen(followed)
    assert all(site.count(f"/{number}") for number in range(6, 39))


def test_what_the_feed_no_longer_lists_is_forgotten_in_the_end(site: Site) -> None:
    site.answers |= {"/feed": rss("/1", "/2"), "/1": html("one"), "/2": html("two")}
    following = Following(site)
    following.at(0)
    site.answers["/feed"] = rss("/1")
    assert len(following.at(1).state.entries) == 2
    following.at(200)
    site.answers["/feed"] = rss("/1", text="more")
    assert list(following.at(201).state.entries) == [site.url("/1")]


# ---------------------------------------------------------------- feeds
def test_a_feed_that_moved_for_good_is_asked_there(site: Site) -> None:
    site.answers |= {
        "/feed": (301, {"Location": "/new"}, b""), "/new": (308, {"Location": "/newer"}, b""),
        "/newer": (302, {"Location": "/now"}, b""), "/now": rss("/1"), "/1": html("one"),
    }  # fmt: skip
    following = Following(site)
    state = following.at(0).state
    assert (state.feed, state.url) == (site.url("/feed"), site.url("/newer"))
    following.at(1)
    assert site.count("/feed") == 1


def test_a_feed_that_is_gone_is_never_asked_again(site: Site) -> None:
    site.answers["/feed"] = (410, {}, b"")
    state = Following(site).at(0).state
    assert state.stopped == "no longer there (HTTP 410)"
    assert due([state], START * 2) == []


def test_a_feed_that_fails_is_asked_less_and_less_until_it_is_back(site: Site) -> None:
    site.answers["/feed"] = (500, {}, b"")
    following = Following(site)
    pauses = []
    for hour in range(0, 300, 25):
        state = following.at(hour).state
        pauses.append(waits(state, START + hour * HOUR))
    assert pauses == sorted(pauses)
    assert pauses[0] >= 1200
    assert pauses[-1] <= 86_400 * 1.1
    assert state.problem == "the server is in trouble (HTTP 500)"
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    state = following.at(400).state
    assert (state.failures, state.problem, len(state.entries)) == (0, None, 1)


def test_a_feed_that_asks_for_a_pause_gets_it(site: Site) -> None:
    site.answers["/feed"] = (429, {"Retry-After": "7200"}, b"")
    assert waits(Following(site).at(0).state, START) >= 7200


@pytest.mark.parametrize(
    ("content", "problem", "failures"),
    [
        (html("a page"), "not a feed", 1),
        (
            b"<html><link rel=stylesheet href=a.css><LINK href='/rss?a&amp;b' type='application/rss+xml'>",
            "a page, not a feed; it says that its feed is http://courier.example/rss?a&b",
            1,
        ),
        (b"<rss><channel></channel></rss>", "a feed without entries", 0),
        (b"<rss><channel><title>C", "a feed without entries; its XML is broken at line 1", 0),
    ],
)
def test_what_is_wrong_with_a_feed_is_said(site: Site, content: bytes, problem: str, failures: int) -> None:
    site.answers["/feed"] = content
    state = Following(site).at(0).state
    assert ((state.problem or "").replace(f":{site.port}", ""), state.failures) == (problem, failures)


# ---------------------------------------------------------------- time
def test_a_clock_that_was_set_back_silences_nothing(site: Site) -> None:
    site.answers |= {"/feed": rss("/1"), "/1": html("one")}
    following = Following(site)
    state = following.at(100_000).state  # eleven years from now
    assert due([state], START) == [state]
    site.answers["/1"] = html("edited")
    assert [page.content for page in following.at(0).pages] == [html("edited")]
    assert following.at(0.1).pages == []


@given(
    st.lists(st.tuples(st.floats(0, 1e10), st.none() | st.floats(0, 1e10), st.booleans()), max_size=9),
    st.floats(0, 1e10),
)
def test_due_are_those_whose_time_has_come(feeds: list[tuple[float, float | None, bool]], now: float) -> None:
    states = [
        FeedState(f"http://{number}.example", checked=checked, next=later, stopped="gone" if ended else None)
        for number, (later, checked, ended) in enumerate(feeds)
    ]
    expected = {
        state.feed
        for state, (later, checked, ended) in zip(states, feeds, strict=True)
        if not ended and (later <= now or checked is None or checked > now)
    }
    assert {state.feed for state in due(states, now)} == expected
    assert due(reversed(states), now) == due(states, now)


@given(st.text(), st.floats(1, 1e6))
def test_the_spread_of_a_feed_is_its_own(feed: str, interval: float) -> None:
    assert interval <= spread(feed, interval) <= interval * 1.1
    assert spread(feed, interval) == spread(feed, interval)


def test_feeds_spread() -> None:
    assert len({spread(f"http://{number}.example", 600) for number in range(100)}) > 95
    assert spread("https://courier.example/feed", 600) == pytest.approx(605.4, abs=60)


def test_states_are_plain_data() -> None:
    visit = Visit("http://a.example", '"1"', None, "d", True)
    state = FeedState("f", visit=visit, entries={"k": Seen("u", "m", 1.0, 2.0, None, visit, 3)})
    assert FeedState.from_dict(json.loads(json.dumps(dataclasses.asdict(state)))) == state
