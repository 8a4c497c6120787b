"""The folder of a ranking run: its numbering, vectors and conditions, for every process to map.

NumPy only: a web process reads single rows from here and never loads SciPy.
"""

from matching.archive.bundles import concatenate, load_bundle, save_bundle
from matching.archive.damage import FilesNotWritten, VectorsMissing, damage_is_absence
from matching.archive.folder import RunFolder

__all__ = [
    "FilesNotWritten",
    "RunFolder",
    "VectorsMissing",
    "concatenate",
    "damage_is_absence",
    "load_bundle",
    "save_bundle",
]
