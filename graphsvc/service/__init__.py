"""Use cases: each module joins the store and the pure core for one family of questions."""
