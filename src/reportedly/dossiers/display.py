"""How much room there is to show a dossier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Display:
    """What the reader's screen can show; an exporter passes over what does not concern it."""

    width: int = 80  # columns of a terminal
    color: bool = False  # whether the terminal shows colour and weight
    claims: int = 12  # claims of a story to show in a terminal; the rest are counted
