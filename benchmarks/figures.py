"""What a benchmark gives back."""

from __future__ import annotations

from dataclasses import dataclass

SPEEDS = {"a second", "texts/s", "times"}
"""Units of speed: their floors hold on a machine that does nothing else, so no test asserts them."""


@dataclass
class Figure:
    """One measured value; below its `floor` it fails, `peer` says what others reach on the same data."""

    name: str
    value: float
    unit: str = ""
    floor: float | None = None
    peer: str = ""

    @property
    def ok(self) -> bool:
        """Whether the value, as it is shown (three decimals), reaches its floor."""
        return self.floor is None or round(self.value, 3) >= self.floor

    @property
    def is_speed(self) -> bool:
        """Whether the value depends on what else the machine is doing."""
        return self.unit in SPEEDS
