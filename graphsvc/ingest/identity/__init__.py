"""Identity resolution: which records are one organization, by name, place, website and identifiers."""
