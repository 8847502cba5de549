"""Alerts sent to somebody's address: signed, tried again within bounds, never to a closed address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest

from local_hook import Desk, serve
from make_news import Told, dossier
from reportedly.alerts import Alert, changes
from reportedly.alerts.webhook import PAUSES, Hook, post
from reportedly.errors import SettingsError
from reportedly.fetching import Client, Settings

NOON = "2031-03-05T12:00:00Z"
OPEN = Client(Settings(allow_private=True))


@pytest.fixture
def desk() -> Iterator[Desk]:
    with serve() as server:
        yield server


def alerts() -> list[Alert]:
    before = Told("courier", [("sank", "Ida Berg", "The ferry “Maren” sank off Orrin.")])
    after = Told(
        "herald", [("sank", "Tomas Belik", "The Maren has gone down."), ("sank", "-Port", "It has not.")]
    )
    return changes(dossier(before), dossier(before, after), when=NOON)


def send(desk: Desk, secret: str | None = None) -> tuple[str | None, list[float]]:
    waited: list[float] = []
    return post(
        alerts(), Hook(desk.url, secret), OPEN, now=lambda: 1_930_564_800.9, pause=waited.append
    ), waited


@pytest.mark.parametrize("secret", ["whsec_" + base64.b64encode(b"of the desk").decode(), "of the desk"])
def test_who_knows_the_secret_can_tell_that_the_alerts_are_ours(desk: Desk, secret: str) -> None:
    assert send(desk, secret) == (None, [])
    [(headers, body)] = desk.got
    message = json.loads(body)
    assert (message["type"], message["timestamp"]) == ("reportedly.alerts", NOON)
    assert [alert["kind"] for alert in message["data"]["alerts"]] == ["origin", "denial"]
    signed = f"{headers['webhook-id']}.1930564800.".encode() + body
    expected = base64.b64encode(hmac.new(b"of the desk", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-timestamp"] == "1930564800"
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["Content-Type"] == "application/json"
    assert secret not in repr(Hook(desk.url, secret))


def test_a_server_that_is_busy_is_asked_again_under_the_same_id(desk: Desk) -> None:
    desk.statuses = [503, 429]
    assert send(desk) == (None, list(PAUSES))
    assert len({headers["webhook-id"] for headers, _ in desk.got}) == 1
    assert "webhook-signature" not in desk.got[0][0]


def test_trying_has_an_end(desk: Desk) -> None:
    desk.statuses = [500] * 9
    assert send(desk) == ("it answered 500", list(PAUSES))
    assert len(desk.got) == len(PAUSES) + 1


@pytest.mark.parametrize("status", [302, 307, 400, 404])
def test_who_refuses_or_sends_elsewhere_is_not_asked_again(desk: Desk, status: int) -> None:
    desk.statuses = [status]
    assert send(desk) == (f"it answered {status}", [])
    assert len(desk.got) == 1


def test_nothing_is_sent_to_a_closed_address_or_where_nobody_listens(desk: Desk) -> None:
    waited: list[float] = []
    problem = post(alerts(), Hook(desk.url), Client(Settings()), pause=waited.append)
    assert "this machine itself" in (problem or "")
    assert (desk.got, waited) == ([], [])
    nobody = Hook("http://127.0.0.1:9/")
    assert "another service" in (post(alerts(), nobody, OPEN, pause=waited.append) or "")
    assert post([], Hook(desk.url), OPEN) is None


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="not base64"):
        Hook("https://desk.example/", "whsec_???")
