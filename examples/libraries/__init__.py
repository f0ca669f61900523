"""Hold one short application for each authentication library and setting.

Each module is the library's own quick start with the few lines that its documentation
names for a safer setting. `make libraries` attacks all of them.
"""
