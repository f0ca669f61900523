"""Places where state lives: this process's memory, or Redis."""
