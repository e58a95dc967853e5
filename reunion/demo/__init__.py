"""Synthetic people and the scripted gathering of `reunion demo`."""
