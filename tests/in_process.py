"""Steps in the process of the tests: workers are tested elsewhere, and starting them takes seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pytest

from reportedly.engine.embedded import Embedded
from reportedly.engine.stage import Stage, run


@contextmanager
def steps_here() -> Iterator[None]:
    """Run all steps in this process until the end of the block."""

    def stream(
        self: Embedded,
        stages: Sequence[Stage],
        batches: Iterable[pa.RecordBatch],
        seconds: float | None = None,
    ) -> Iterator[pa.RecordBatch]:
        return run(stages, batches)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Embedded, "stream", stream)
        yield
