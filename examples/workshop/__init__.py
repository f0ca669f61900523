"""The site's token workshop: sign, decode, verify and revoke tokens."""
