"""Companies, research institutes and clusters as a graph, and the service that answers about them."""

__version__ = "0.1.0"
