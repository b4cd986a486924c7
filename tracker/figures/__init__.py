"""A journal -> sums, standings and forecasts. Pure: no files, no clock."""
