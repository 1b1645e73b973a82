"""How good rankings are: queries with known answers, training of weights, metrics and baselines."""
