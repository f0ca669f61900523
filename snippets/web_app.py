"""Describe the site as an application that a reader can install."""

import json

import vl_convert

SIZES = (192, 512)
PAPER = "#ffffff"
# A mask may cut off all but a circle of 80 % of the width (W3C Web Application
# Manifest, "Icon masks"), so the sign keeps to the square inside that circle.
SHARE = 0.5


def manifest(site_name: str, description: str) -> str:
    """Return the manifest, whose addresses hold below any path."""
    found: list[dict[str, str]] = [
        {"src": "../favicon.svg", "sizes": "any", "type": "image/svg+xml"}
    ]
    for size in SIZES:
        one = {"src": f"icon-{size}.png", "sizes": f"{size}x{size}"}
        found.append(one | {"type": "image/png", "purpose": "any maskable"})
    return json.dumps(
        {
            "name": site_name,
            "description": " ".join(description.split()),
            "id": "../../",
            "start_url": "../../",
            "scope": "../../",
            "display": "minimal-ui",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": found,
        }
    )


def icon(mark: str, size: int) -> bytes:
    """Draw the sign on paper as a square PNG.

    Args:
        mark: the site's sign as SVG.
        size: the width in pixels.

    """
    side = size * SHARE
    start = (size - side) / 2
    inner = mark.replace(
        "<svg ", f'<svg x="{start}" y="{start}" width="{side}" height="{side}" ', 1
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{inner}</svg>'
    )
    return bytes(vl_convert.svg_to_png(svg, scale=1.0))


def icons(mark: str) -> dict[str, bytes]:
    """Draw every icon of the manifest, and return it by the name of its file."""
    return {f"icon-{size}.png": icon(mark, size) for size in SIZES}
