"""The token workshop of the site: sign, decode, verify and revoke."""
