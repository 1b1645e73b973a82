"""Exact set multicover on arrays: the fewest rows that reach every required column as often as asked."""
