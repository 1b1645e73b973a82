"""Search over everything: the documents of the index, and how hits look."""
