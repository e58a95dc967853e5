"""Work beside the server: what computes for longer than a TAKE may wait, in a process of its own."""
