"""Relevance: companies by their one best piece of evidence for a text, not by the network."""
