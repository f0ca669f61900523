"""The chooser of the site: from requirements to a recommendation."""
