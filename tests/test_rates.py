"""How much a client may ask for: much at once, then so much a second."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from reportedly.web.rates import _CLIENTS, Buckets, Rates, whose
from sample_dossier import sample
from shown_dossier import app_of


def test_a_bucket_is_emptied_and_fills_as_time_goes_by() -> None:
    now = [0.0]
    buckets = Buckets(3, 2, lambda: now[0])
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0  # each has its own
    now[0] = 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]
    now[0] = 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_only_so_many_clients_are_remembered() -> None:
    buckets = Buckets(1, 1, lambda: 0.0)
    for number in range(_CLIENTS + 5):
        buckets.take(str(number))
    assert buckets.take(str(_CLIENTS)) > 0
    assert buckets.take("0") == 0


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.9", "203.0.113.9/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9/32"),
        ("127.0.0.8", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("a name", None),
    ],
)
def test_whose_a_request_is(address: str, client: str | None) -> None:
    assert whose({"client": (address, 5)}) == client
    assert whose({"client": None}) is None


def test_who_asks_too_much_is_told_when_to_come_back() -> None:
    inner = Starlette(routes=[Route("/", lambda request: PlainTextResponse("here"))])
    web = TestClient(Rates(inner, at_once=2, a_second=0.1), client=("203.0.113.9", 5))
    assert [web.get("/").status_code for _ in range(2)] == [200, 200]
    refused = web.get("/")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert "again in a moment" in refused.json()["detail"]
    near = TestClient(Rates(inner, at_once=0), client=("127.0.0.1", 5))
    assert near.get("/").status_code == 200


def test_the_served_store_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.web.rates.Rates.__init__.__defaults__", (1, 0.001))
    web = TestClient(app_of(sample()), base_url="http://localhost", client=("203.0.113.9", 5))
    assert [web.get("/").status_code for _ in range(2)] == [200, 429]
    assert "content-security-policy" in web.get("/").headers
