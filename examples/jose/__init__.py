"""Read JOSE objects strictly: tokens, keys and signatures (RFC 7515 to 7518)."""
