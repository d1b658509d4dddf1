"""The sample: a made-up programme, recorded over three years by the same commands as doors give.

`load.tell` makes it up from a seed, the same each time; `load.load` records it in an empty home.
It feeds `banyan demo` and tests. `visitors` lets people look around in it.
"""
