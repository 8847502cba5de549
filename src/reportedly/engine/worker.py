"""A worker process: runs the batches that it is sent, one after the other, each under a deadline.

It is started as a bare interpreter, not by `multiprocessing`, which would run the user's own script
again in it: reading a page in a worker must work in any script, notebook or server.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import pyarrow as pa

from reportedly.engine.cores import one_core, without_pandas
from reportedly.engine.stage import run
from reportedly.errors import StepError

TOO_LATE = 1
"""Exit status of a worker that ran into its deadline (faulthandler's own)."""

_LENGTH = struct.Struct("!Q")


def send(stream: IO[bytes], message: object) -> None:
    """Write a message; raise OSError where nobody reads it any more."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Return the next message, still pickled; raise EOFError at the stream's end."""
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
    data = stream.read(size) if size >= 0 else b""
    if len(data) != size:
        raise EOFError
    return data


def packed(batch: pa.RecordBatch) -> tuple[pa.Schema, pa.Buffer]:
    """Return a batch as a message: a slice of a table, pickled, would take the whole table with it."""
    return batch.schema, batch.serialize()


def unpacked(message: tuple[pa.Schema, pa.Buffer]) -> pa.RecordBatch:
    """Return the batch of a message."""
    form, data = message
    return pa.ipc.read_record_batch(data, form)


def serve(memory: int) -> None:
    """Answer requests on standard input until it ends; `memory` is what may be taken, in bytes."""
    without_pandas()
    one_core()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _bound(memory)
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    with suppress(OSError), Path(os.devnull).open("w", encoding="ascii") as nowhere:
        send(answers, None)  # started
        while True:
            send(answers, _answer(requests.get(), nowhere))


def _listen(stream: IO[bytes], requests: SimpleQueue[bytes]) -> None:
    """Hand on requests; end the process when the parent closes its end of the line, or ends in any way."""
    with suppress(EOFError, OSError):
        while True:
            requests.put(receive(stream))
    os._exit(0)


def _answer(request: bytes, nowhere: IO[str]) -> object:
    """Return the batches of a request, or the exception that it ended with."""
    try:
        stages, seconds, message = pickle.loads(request)
        with _deadline(seconds, nowhere):
            return [packed(batch) for batch in run(stages, [unpacked(message)])]
    except StepError as error:
        return error.__cause__ if isinstance(error.__cause__, MemoryError) else error
    except Exception as error:
        return error


@contextmanager
def _deadline(seconds: float | None, nowhere: IO[str]) -> Iterator[None]:
    """End the process where what is within takes longer: no library's C code can hold that up."""
    if seconds is None:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _bound(memory: int) -> None:
    """Let the system refuse this process more memory than that, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard == resource.RLIM_INFINITY or hard > memory:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, hard))
