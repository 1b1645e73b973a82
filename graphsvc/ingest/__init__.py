"""From files to claims: readers, mapping, cleaning, report; one row is one decision."""
