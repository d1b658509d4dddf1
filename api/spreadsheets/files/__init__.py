"""Reads and writes files: cells, limits, hostile files. It does not know what columns mean."""
