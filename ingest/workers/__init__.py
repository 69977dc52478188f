"""Reader processes: a pool that watches them, the worker program, and their protocol."""
