"""Where claims are kept: one port (`base`), two adapters (`sqlite`, `neo4j`)."""
