"""A page -> what its <head> says of it, and its preview picture."""
