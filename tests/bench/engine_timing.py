"""How the engine's figures are taken: CPU time of this process, the best of several, the reference beside the work.

Each round runs the reference and the work one after the other, so that both see the machine in the same mood.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5
Work = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Seconds of CPU: the best of the reference, and the best of the work."""

    reference: float
    work: float

    @property
    def share(self) -> float:
        """The speed of the work as a share of the reference's."""
        return self.reference / self.work


def cut(text: str) -> Work:
    """The reference: all elements of all segments as lists, all of them kept."""
    return lambda: [segment.split("*") for segment in text.split("~")]


def beside(reference: Work, work: Work, rounds: int = ROUNDS) -> Timing:
    """Both, taken in turns. What they return lives until the clock has stopped."""
    references, works = [], []
    for _ in range(rounds):
        references.append(seconds(reference))
        works.append(seconds(work))
    return Timing(min(references), min(works))


def seconds(work: Work) -> float:
    """CPU seconds of one run."""
    gc.collect()
    started = time.process_time()
    kept = work()
    taken = time.process_time() - started
    del kept
    return taken
