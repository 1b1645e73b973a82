"""Planted faults: whether the tests notice when one line of the package is wrong.

`make mutants` (or `python -m tests.mutation`) applies each fault of `faults.yml` to a copy of the package,
runs the tests that own the module, and prints how many faults were noticed and which were not.
"""
