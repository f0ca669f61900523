"""OAuth and OpenID Connect without a framework, for readers to copy."""
