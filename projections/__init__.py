"""The views: rows computed from the log. They can be rebuilt from zero, and decide nothing."""
