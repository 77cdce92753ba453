"""A new shell's slow first times, walked through before a cell of somebody's has to wait."""

from __future__ import annotations

import asyncio

import IPython.core.async_helpers

from autograder.sandbox.outputs import Outputs
from autograder.sandbox.shell import ZMQInteractiveShell

# One of everything that most plots use: mathematics, both kinds of scale, a legend, an image.
_PLOT = r"""
figure, (left, right) = plot.subplots(1, 2)
left.plot([1, 2], [1, 10], "--", label="$W = 1.5\\,Q_t^2$")
left.axhline(1, color="#D55E00", linestyle="-.")
left.text(0, 1, r"$\cdot \log \|x\|$", ha="right", va="center")
left.set(yscale="log", xlabel="$t$", ylabel="$\\partial L$", title="title", xlim=(-9, 39))
left.grid(alpha=0.3)
left.legend()
right.scatter([1, 2], [3, 4])
right.bar([1], [2])
figure.colorbar(right.imshow([[1, 2]]))
figure.tight_layout()
plot.show()
plot.close("all")
"""


_WARM_UP = (
    "%matplotlib inline",
    "import numpy, matplotlib.pyplot as plot",
    _PLOT,
    "1 / 0",
    "await __import__('asyncio').sleep(0)",
    "x = 1\nx",
)


def warm_up(shell: ZMQInteractiveShell, with_plots: bool) -> None:
    """Walk the slow first-time paths (formatters, tracebacks, one figure, await), then forget."""
    for source in _WARM_UP if with_plots else _WARM_UP[3:]:
        shell.run(source, 1)
    shell.find_line_magic("run").__self__.default_runner = None  # of `%matplotlib inline`
    shell.reset(new_session=True)
    shell.outputs = Outputs()
    forget_event_loop()


def forget_event_loop() -> None:
    """IPython's loop holds an epoll descriptor, which a forked process must not share."""
    loop = getattr(IPython.core.async_helpers, "_asyncio_event_loop", None)
    if loop is not None:
        loop.close()
    IPython.core.async_helpers._asyncio_event_loop = None
    asyncio.set_event_loop(None)
