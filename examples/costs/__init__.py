"""A model of what sessions and tokens cost, based on measured figures."""
