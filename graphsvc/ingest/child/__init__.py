"""The reading process: what runs beside the service and reads one untrusted file.

Nothing here imports the rest of the package, so that the process starts in some hundredths of a second.
"""
