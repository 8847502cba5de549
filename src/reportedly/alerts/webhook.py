"""Alerts sent to somebody's address, signed as Standard Webhooks asks for (standardwebhooks.com).

The body is `{"type": "reportedly.alerts", "timestamp", "data": {"alerts": [...]}}`. With a secret,
`webhook-signature` is "v1," and the HMAC-SHA256 of "id.timestamp.body" in base64. `webhook-id` is the
same when the same alerts are sent again: who gets them twice passes over the second.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportedly.alerts.record import Alert
from reportedly.errors import SettingsError
from reportedly.fetching.client import Client
from reportedly.fetching.refusal import Refusal, Stopped
from reportedly.records import content_hash

PAUSES = (1.0, 4.0)
"""Seconds before each other try; an address is tried once more than there are pauses."""

_LATER = (408, 425, 429)  # and all from 500
_PREFIX = "whsec_"


@dataclass(frozen=True)
class Hook:
    """Where alerts are sent, and the secret that signs them: "whsec_" and base64, or plain text.

    Raises SettingsError for a secret that says to be base64 and is none.
    """

    url: str
    secret: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.key()

    def key(self) -> bytes | None:
        """Return the bytes that sign, None where nothing does."""
        if not self.secret:
            return None
        if not self.secret.startswith(_PREFIX):
            return self.secret.encode()
        try:
            return base64.b64decode(self.secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            raise SettingsError(
                "the webhook's secret begins with whsec_, and what follows is not base64"
            ) from None


def post(
    alerts: Sequence[Alert],
    hook: Hook,
    client: Client,
    *,
    now: Callable[[], float] = time.time,
    pause: Callable[[float], object] = time.sleep,
) -> str | None:
    """Send alerts; return None, or why they could not be delivered. `client` says whom it may go to.

    What may go better another time is tried again, after a while; it comes under the same id.
    """
    if not alerts:
        return None
    data = {"alerts": [dataclasses.asdict(alert) for alert in alerts]}
    message = {"type": "reportedly.alerts", "timestamp": max(alert.time for alert in alerts), "data": data}
    body = json.dumps(message).encode()
    id = "msg_" + content_hash("webhook", *(alert.id for alert in alerts))
    problem = None
    for wait in (*PAUSES, None):
        try:
            status = client.post(hook.url, body, _headers(id, body, hook.key(), int(now())))
        except Refusal as refusal:
            problem, again = str(refusal), refusal.again
        except Stopped:
            return "stopped before they were sent"
        else:
            if 200 <= status < 300:
                return None
            problem, again = f"it answered {status}", status in _LATER or status >= 500
        if not again or wait is None:
            break
        pause(wait)
    return problem


def _headers(id: str, body: bytes, key: bytes | None, when: int) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": str(when)}
    if key is not None:
        digest = hmac.new(key, f"{id}.{when}.".encode() + body, hashlib.sha256).digest()
        headers["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
    return headers
