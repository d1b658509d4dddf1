"""A sample cascade, told from a seed: the same people, tables and later moves every time.

`simulate` tells it; `opening.Opening` and `apply` get into the log what the four tables cannot
say. It feeds `banyan demo`, tests and benchmarks.
"""

from api.sample.simulate import Sample, simulate

__all__ = ["Sample", "simulate"]
