"""Exact set multicover on arrays: the fewest rows that reach the required supply of every column."""
