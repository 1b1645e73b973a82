"""Use cases: each package combines the stored state with the computing packages for one kind of question."""
