"""A real server that runs in the page, and the client that talks to it."""
