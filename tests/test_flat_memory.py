"""Memory stays flat, however much is read: pages are taken no faster than they are worked on."""

from __future__ import annotations

import subprocess
import sys

import pytest

STREAM = """
import resource, sys
from reportedly import pages
from reportedly.engine.arrow import to_batch
from reportedly.engine.embedded import Embedded
from reportedly.records import Page

def batches(count):
    for number in range(count):
        name = str(number)
        yield to_batch([Page(name, name, name, "text", b"The bridge at Marn fell. " * 8000)], Page)

with Embedded(1) as engine:
    read = sum(batch.num_rows for batch in engine.stream([pages.stage()], batches(int(sys.argv[1]))))
assert read == int(sys.argv[1])
status = open("/proc/self/status").read()  # getrusage would tell of the process that started this one, too
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def peaks(pages: int) -> list[int]:
    """Return the most memory (MB) of a process that has so many pages of 200 kB read, and of its worker."""
    done = subprocess.run(
        [sys.executable, "-c", STREAM, str(pages)], capture_output=True, text=True, timeout=200, check=True
    )
    return [int(line) for line in done.stdout.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells peaks in kilobytes on Linux only")
def test_ten_times_the_pages_take_no_more_memory() -> None:
    few, many = peaks(80), peaks(800)  # 16 MB and 160 MB
    assert many[0] - few[0] < 50
    assert many[1] - few[1] < 50
