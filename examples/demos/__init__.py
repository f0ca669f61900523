"""The programs whose sections are the live cells of the guide."""
