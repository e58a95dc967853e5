"""Simulated evenings: the same random people met by two hosts (docs/simulation.md)."""
