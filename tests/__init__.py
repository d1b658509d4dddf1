"""Tests: a mirror of domain, projections and api."""
