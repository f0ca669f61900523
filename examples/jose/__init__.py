"""JOSE objects (RFC 7515 to 7518) read strictly: tokens, keys, signatures."""
