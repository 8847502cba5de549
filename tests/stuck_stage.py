"""A step for tests, in a module that a worker process can import: what rows say is done to them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.engine.stage import Stage


@dataclass
class Order:
    id: str
    do: str = ""


@dataclass
class Outcome:
    id: str
    process: int = 0
    rejected: str | None = None


@dataclass
class Mute:
    id: str


def carry_out(rows: Sequence[Order], options: None) -> list[Outcome]:
    """Do what each row orders."""
    for row in rows:
        match row.do:
            case "hang":
                time.sleep(60)
            case "spin":  # within C code, the interpreter's lock held
                sum(range(10**12))
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "vanish":
                os.kill(os.getpid(), signal.SIGKILL)
            case "swell":
                bytearray(10**15)
            case "print":
                print("not an answer", flush=True)
            case "fail":
                raise ValueError("no order")
    return [Outcome(row.id, os.getpid()) for row in rows]


def carry_out_silently(rows: Sequence[Order], options: None) -> list[Mute]:
    """Do what each row orders; no row can say that it was refused."""
    return [Mute(row.id) for row in carry_out(rows, options)]


ORDERS = Stage("orders", 1, Order, Outcome, carry_out)
SILENT = Stage("silent orders", 1, Order, Mute, carry_out_silently)
