"""Estimates the probability that two records are one person, from contacts and similar names.

Nothing here merges records: it proposes pairs, with a score and reasons, and a coordinator decides.
"""
