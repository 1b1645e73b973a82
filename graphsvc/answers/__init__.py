"""Answers to questions: each package joins the state and the pure core for one family of them."""
