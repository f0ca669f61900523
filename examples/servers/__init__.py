"""FastAPI, Flask and Django servers that adapt the cores to HTTP."""
