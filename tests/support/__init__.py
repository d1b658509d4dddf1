"""Shared by tests: homes, stores, accounts, clocks, browsers, and made-up data."""
