"""Scripts whose sections are the live cells of the guide's pages."""
