"""Page -> the metadata in its <head>, and its preview picture."""
