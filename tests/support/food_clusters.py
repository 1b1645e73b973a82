"""The four German food clusters, and what their sources say they work on."""

FOCUS = {
    "cluster:foodregio": {
        "processing",
        "machinery",
        "packaging",
        "distribution",
        "logistics",
        "quality",
        "research",
        "by-products",
    },
    "cluster:nieke": {"primary-production", "processing", "machinery", "quality", "research"},
    "cluster:fpi": {"processing", "machinery", "quality", "research"},
    "cluster:giqs": {"quality", "research"},
}
"""Stages of food processing by cluster."""
