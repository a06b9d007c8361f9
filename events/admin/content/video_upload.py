"""The parts of a large video, as the page of a video sends them."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from events.permissions import has_right
from events.services import video_uploads
from events.vietnamese.text import clean

RIGHTS = ("events.add_video", "events.change_video")


def may_upload(user: Any) -> bool:
    """Return whether somebody may write videos."""
    return any(has_right(user, right) for right in RIGHTS)


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Announce a file: `{"name", "size"}` to `{"token", "received", "part"}`."""
    _ask(request)
    try:
        asked = json.loads(request.body)
        name, size = clean(str(asked["name"])), int(asked["size"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, RequestDataTooBig):
        return JsonResponse({}, status=400)
    try:
        upload = video_uploads.begin(request.user, name=name, size=size)
    except video_uploads.UploadError as error:
        return JsonResponse({"told": str(error)}, status=422)
    return JsonResponse(_state(upload.token, 0))


@require_POST
def add(request: HttpRequest, token: str) -> JsonResponse:
    """Take the part that begins at `?first=`; 409 tells where to go on instead."""
    _ask(request)
    typed = request.GET.get("first", "")
    first = int(typed) if typed.isdecimal() and len(typed) < 16 else -1
    try:
        upload = video_uploads.add(request.user, token, first=first, part=request.body)
    except video_uploads.NotNext as error:
        return JsonResponse(_state(token, error.received), status=409)
    except RequestDataTooBig:
        return JsonResponse({}, status=413)
    except video_uploads.UploadError as error:
        return JsonResponse({"told": str(error)}, status=422)
    return JsonResponse(_state(token, upload.received))


def _state(token: str, received: int) -> dict[str, Any]:
    return {"token": token, "received": received, "part": video_uploads.PART_MOST}


def _ask(request: HttpRequest) -> None:
    if not may_upload(request.user):
        raise PermissionDenied
