"""Lineage and reach: who passed the knowledge on, and how far it went."""
