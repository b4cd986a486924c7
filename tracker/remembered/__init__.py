"""What earlier runs worked out: weeks with all their words, forecasts and their record."""
