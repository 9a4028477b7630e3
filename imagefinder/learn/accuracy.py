"""How often expectations were right: counts, their interval, and how it went on.

In come expectations with what was said afterwards; out go `Accuracy` and a learning curve. Called
by the engine for what the Taste page shows, and by the simulation.
"""

from collections.abc import Sequence

from imagefinder.core.tasting import Accuracy

RECENT = 20
# The 97.5th percentile of the normal distribution: two-sided 95 %.
_Z = 1.959964


def accuracy(right: Sequence[bool]) -> Accuracy:
    """How many were right, with Wilson's score interval (E. B. Wilson, JASA 22, 1927).

    Of none nothing is known: 0 to 1.
    """
    told = len(right)
    if not told:
        return Accuracy(0, 0, 0.0, 1.0)
    share = sum(right) / told
    middle = share + _Z**2 / (2 * told)
    reach = _Z * (share * (1 - share) / told + _Z**2 / (4 * told**2)) ** 0.5
    scale = 1 + _Z**2 / told
    # Rounding must not put the share itself outside.
    low, high = min(share, (middle - reach) / scale), max(share, (middle + reach) / scale)
    return Accuracy(sum(right), told, max(0.0, low), min(1.0, high))


def curve(right: Sequence[bool]) -> tuple[float, ...]:
    """After each one, the share of right ones among the last 20 up to there."""
    windows = (right[max(0, end - RECENT) : end] for end in range(1, len(right) + 1))
    return tuple(sum(window) / len(window) for window in windows)
