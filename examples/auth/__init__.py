"""The framework-free cores of authentication: copy these into your project."""
