"""Real example servers that run in the page, and the client that talks to them."""
