"""One module per thing a person does; async; they know the domain, the planner and the ports, nothing else."""
