"""Evaluation and training of rankings: labelled queries, metrics, baselines, calibration."""
