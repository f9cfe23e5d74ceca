"""Every region's help lines for the browser: who comes from elsewhere chooses a country, and sees its lines."""

from __future__ import annotations

import json

from ..data.model import Guide
from ..data.text import PLACEHOLDERS


def to_json(guide: Guide) -> str:
    """region → line → [[text, number], …], and region → "who" → line → what the line is for."""
    regions = {
        name: {line: region[line].parts() for line in PLACEHOLDERS}
        | {"who": {line: region[line].who for line in PLACEHOLDERS}}
        for name, region in guide.help_lines.items()
    }
    return json.dumps(regions, ensure_ascii=False, separators=(",", ":"))
