"""Matching: rank partners, implementers and missing members by an additive score of signals."""
