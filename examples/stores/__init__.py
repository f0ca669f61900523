"""Stores: one in the memory of a process, one in Redis."""
