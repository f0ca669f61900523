"""Tested JWT and session authentication: the code that the guide shows and runs."""
