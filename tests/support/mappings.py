"""Mappings of made-up datasets, as several tests load them."""

ORGANIZATIONS_MAPPING = """
version: "1"
tables:
  - file: organizations.csv
    records:
      - record: organization
        id: {key: id}
        fields: {name: name}
        evidence: {citation: {const: "made up"}}
"""
