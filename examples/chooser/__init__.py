"""The site's chooser: it turns requirements into a recommendation."""
