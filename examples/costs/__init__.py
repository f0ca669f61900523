"""What sessions and tokens cost, as a model of measured figures."""
