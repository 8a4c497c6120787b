"""Is every string translated, and are the compiled translations those of the source?

Where gettext is installed, the strings are collected anew first.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
COLLECT = [
    *("manage.py", "makemessages", "-l", "zh_Hans", "--no-obsolete", "--no-location"),
    *("--ignore", ".venv", "--ignore", "static/vendor/*", "--ignore", "var/*", "-v", "0"),
]


def main() -> int:
    if shutil.which("xgettext"):
        subprocess.run([sys.executable, *COLLECT], cwd=ROOT, check=True)
    with (FOLDER / "django.po").open("rb") as file:
        source = [entry for entry in read_po(file) if entry.id]
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = {key(entry): strings(entry.string) for entry in read_mo(file)}
    open_ones = [entry.id for entry in source if entry.fuzzy or not all(strings(entry.string))]
    stale = [entry.id for entry in source if compiled.get(key(entry)) != strings(entry.string)]
    for title, ids in (("untranslated", open_ones), ("not compiled", stale)):
        for each in ids:
            sys.stderr.write(f"{title}: {each!r}\n")
    return 1 if open_ones or stale else 0


def key(entry: Message) -> tuple[str, str | None]:
    """What tells entries apart: plural ones are known by their singular."""
    name = entry.id if isinstance(entry.id, str) else entry.id[0]
    context = entry.context  # babel leaves it undecoded where it was compiled
    return name, context.decode() if isinstance(context, bytes) else context


def strings(translated: str | tuple[str, ...] | list[str]) -> list[str]:
    return [translated] if isinstance(translated, str) else list(translated)


if __name__ == "__main__":
    sys.exit(main())
