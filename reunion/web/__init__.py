"""Pages, JSON and sockets: what stands between a visitor and the actions."""
