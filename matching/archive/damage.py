"""A damaged file is as good as none: the next run writes it anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

FROM_BROKEN_FILES = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    BadZipFile,
)


class VectorsMissing(Exception):
    """The folder of the run is gone, unfinished or damaged; a new run makes a new one."""


class FilesNotWritten(Exception):
    """The files of a run could not be written: no room, or a folder of somebody else."""


@contextmanager
def damage_is_absence() -> Iterator[None]:
    """Files that cannot be read raise VectorsMissing within; for reading, nothing else."""
    try:
        yield
    except FROM_BROKEN_FILES as error:
        raise VectorsMissing(f"{type(error).__name__}: {error}") from error
