"""An address as a QR code, to be read from paper."""


def qr_code(address: str) -> str:
    """A QR code of an address as a picture (SVG in a `data:` address), black on white, with its quiet zone.

    Up to 15 % of it can be damaged or dirty (level M of ISO/IEC 18004).
    """
    import segno

    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff")
