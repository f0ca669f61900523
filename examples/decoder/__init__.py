"""The site's JWT decoder: it explains a pasted token and says what to do about it."""
