"""Why an address could not be had, in words for people, and whether asking again may help."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 (most of the time it is not we who erred)
    """A page that could not be had; the message is for people.

    `again` tells that another time may go better; `wait` after how many seconds the server said;
    `status` is what HTTP answered, None where it did not come to that.
    """

    def __init__(
        self, reason: str, *, again: bool = False, wait: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.again, self.wait, self.status = again, wait, status


class ClosedRefusal(Refusal):
    """Our own guard refused an address: with other settings it can be asked at once."""


class Stopped(Exception):  # noqa: N818
    """The user asked to stop while something was under way."""
