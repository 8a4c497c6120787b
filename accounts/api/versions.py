"""Which version a change was made from: the body says it, or If-Match does."""

import re

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from foundation.errors import StaleVersion

TAG = re.compile(r'(?:W/)?"?([0-9]{1,18})"?')
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The version as it was read."
)


def version_read(request: Request, sent: int | None) -> int:
    """The version the sender read. 400 without one, 412 for a tag that was never given out."""
    header = request.headers.get("If-Match")
    if header is None and sent is None:
        raise ValidationError({"version": [_("Send the version you read, here or as If-Match.")]})
    if header is None:
        return int(sent or 0)
    tag = TAG.fullmatch(header.strip())
    if tag is None or (sent is not None and sent != int(tag[1])):
        raise StaleVersion(_("This is no version that was read here."))
    return int(tag[1])
