"""Lists out: values to bytes of a workbook, text table, calendar or JSON; no input or output of its own."""
