"""The JWT decoder of the site: what a pasted token is, and what to do about it."""
