"""Forecasts and their record, with the answers that earlier runs remembered."""
