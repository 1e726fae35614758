"""How fast this machine is at the moment: limits in milliseconds are those of a machine of reference.

The machines that measure share their processors with others, and the same page takes half as long again from one minute
to the next. So the same fixed work is timed in turn with what has such a limit.
"""

from __future__ import annotations

from benchmarks.measuring import Side
from benchmarks.reading import read, say
from benchmarks.urls import BARE

# What the bare view takes for these bytes on the machine of reference, in seconds: AMD EPYC, two cores, with nothing
# else to do.
OF_REFERENCE = 0.00156
_SYNTHETIC = "".join(f"<p>{number * number} synthetic</p>" for number in range(2500)).encode()


def yardstick() -> Side:
    """Return the fixed work: a bare view that sends 58 kB through everything that stands before a view."""
    say(_SYNTHETIC)
    return Side("bare view", lambda: read(BARE))


def slower(seconds: float) -> float:
    """Return how many times as slow this machine is as that of reference, 1 where it is as fast or faster."""
    return max(1.0, seconds / OF_REFERENCE)
