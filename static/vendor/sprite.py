"""Write one SVG sprite from the icon names in a text file; run by build.sh."""

import re
import sys
from pathlib import Path


def symbol(icons: Path, line: str) -> str:
    """Return the <symbol> of one line of icons.txt: ``name`` or ``name=source-name``."""
    name, _, source = line.partition("=")
    text = (icons / "outline" / f"{source or name}.svg").read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inner is None:
        raise ValueError(f"no drawing in {name}")
    body = re.sub(r"\s*\n\s*", "", inner.group(1)).replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


def main(icons: Path, names: Path, target: Path) -> None:
    """Build the sprite ``target`` from the names, sorted so that a diff stays small."""
    lines = sorted({x.strip() for x in names.read_text(encoding="utf-8").split() if x.strip()})
    symbols = "\n".join(symbol(icons, line) for line in lines)
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
