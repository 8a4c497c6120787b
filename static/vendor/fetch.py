"""Take the libraries the pages use out of their npm packages into this folder.

Run it by hand to update one of them, then look at the pages and commit what changed:

    python static/vendor/fetch.py

It needs npm; the site does not. Licences come along; pointers to source maps, which are not
shipped, are taken out. Icons become one sprite of those named in `icons.txt`.
"""

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = {
    "bootstrap@5.3.9": {
        "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
        "dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
        "LICENSE": "bootstrap/LICENSE",
    },
    "htmx.org@2.0.11": {
        "dist/htmx.min.js": "htmx/htmx.min.js",
        "LICENSE": "htmx/LICENSE",
    },
    "tom-select@2.6.2": {
        "dist/js/tom-select.popular.min.js": "tom-select/tom-select.min.js",
        "dist/css/tom-select.bootstrap5.min.css": "tom-select/tom-select.min.css",
        "LICENSE": "tom-select/LICENSE",
    },
    "bootstrap-icons@1.13.2": {"LICENSE": "bootstrap-icons/LICENSE"},
}
SOURCE_MAP = re.compile(r"\s*(//#|/\*#)\s*sourceMappingURL=[^\n*]*(\*/)?")
DRAWING = re.compile(r"<svg[^>]*viewBox=\"(?P<box>[^\"]+)\"[^>]*>(?P<paths>.*)</svg>", re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for package, files in PACKAGES.items():
            source = _unpacked(package, Path(folder))
            for theirs, ours in files.items():
                _take(source / theirs, HERE / ours)
            if package.startswith("bootstrap-icons"):
                _draw_sprite(source / "icons")


def _unpacked(package: str, folder: Path) -> Path:
    """The package's content, as npm delivers it."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the libraries, and it is not here.")
    told = subprocess.run(  # noqa: S603 -- the packages named above
        [npm, "pack", "--silent", package],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    target = folder / package
    with tarfile.open(folder / told.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def _take(source: Path, target: Path) -> None:
    text = SOURCE_MAP.sub("", source.read_text(encoding="utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.rstrip() + "\n", encoding="utf-8")


def _draw_sprite(icons: Path) -> None:
    """One file with a symbol per name in `icons.txt`."""
    names = sorted((HERE / "bootstrap-icons" / "icons.txt").read_text(encoding="utf-8").split())
    symbols = [_symbol(name, (icons / f"{name}.svg").read_text("utf-8")) for name in names]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (HERE / "bootstrap-icons" / "sprite.svg").write_text(sprite, encoding="utf-8")


def _symbol(name: str, svg: str) -> str:
    drawing = DRAWING.search(svg)
    if drawing is None:
        raise SystemExit(f"{name} is no drawing")
    paths = " ".join(drawing["paths"].split())
    return f'<symbol id="{name}" viewBox="{drawing["box"]}" fill="currentColor">{paths}</symbol>'


if __name__ == "__main__":
    main()
