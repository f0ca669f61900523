"""What holds for every test."""

from hypothesis import settings

# A busy machine is slow now and then: that is no fault of what is tested.
settings.register_profile("undated", deadline=None)
settings.load_profile("undated")
