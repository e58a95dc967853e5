"""Rosters in: bytes of a workbook or a text table to values; no input or output of its own."""
