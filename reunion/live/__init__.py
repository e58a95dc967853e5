"""The live show: protocol, pictures and the fan-out to desks, families and screens."""
