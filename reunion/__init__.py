"""Reunion 云团聚: runs a cloud reunion broadcast, from the first sign-up to the last list."""

__version__ = "0.1.0"
