"""Value chains, matching profiles and glossaries as versioned data files."""

from graphsvc.taxonomy.chain import Chain, ChainStage
from graphsvc.taxonomy.loading import chain, chains, check_chain, load_chain

__all__ = ["Chain", "ChainStage", "chain", "chains", "check_chain", "load_chain"]
