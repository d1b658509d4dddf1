"""Benchmarks: side by side with what one would otherwise pick, answers checked before times."""
