"""Web API: files.*, and the address that takes a file's bytes."""

import re
import time
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import people, posting
from sandbox.state import Upload
from sandbox.web_api.reading import needed, number
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

_CONVERSATION = re.compile(r"[CGDZ][A-Z0-9]{2,}")


async def get_upload_url(box: "Box", args: Json) -> Json:
    name, length = needed(args, "filename"), number(args, "length", 0)
    if length <= 0:
        message = "[ERROR] length must be greater than zero [json-pointer:/length]"
        raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
    upload = Upload(box.state.next_id("F"), name, length, people.TEAM, title=name)
    box.state.uploads[upload.id] = upload
    return {"upload_url": f"{box.url}/upload/{upload.id}", "file_id": upload.id}


async def complete_upload(box: "Box", args: Json) -> Json:
    wanted = args.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: files"]})
    uploads = [_uploaded(box, item) for item in wanted]
    target = args.get("channel_id") or args.get("channels")
    bodies = [file_body(box, upload) for upload in uploads]
    if target:
        _share(box, str(target), bodies, args)
        for upload in uploads:
            upload.shared = True
    return {"files": [{"id": upload.id, "title": upload.title} for upload in uploads]}


def file_body(box: "Box", upload: Upload) -> Json:
    address = f"{box.url}/files/{upload.id}/{upload.name}"
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title,
        "size": upload.length,
        "mode": "hosted",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
    }


def route(box: "Box") -> list[web.RouteDef]:
    async def take(request: web.Request) -> web.Response:
        upload = box.state.uploads.get(request.match_info["file"])
        if upload is None:
            return web.Response(status=404, text="not found")
        started = time.monotonic()
        content = await _bytes(request)
        box.log_request("file", upload.name, request, started, payload={"file": upload.id, "bytes": len(content)})
        if len(content) != upload.length:
            return web.Response(status=400, text=f"length is {len(content)}, not {upload.length}")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def give(request: web.Request) -> web.Response:
        upload = box.state.uploads.get(request.match_info["file"])
        if upload is None or upload.content is None or not upload.shared:
            return web.Response(status=404, text="not found")
        disposition = 'attachment; filename="' + re.sub(r'[\r\n"]', "_", upload.name) + '"'
        headers = {"Content-Disposition": disposition, "Content-Type": "application/octet-stream"}
        return web.Response(body=upload.content, headers=headers)

    return [web.post("/upload/{file}", take), web.get("/files/{file}/{name}", give)]


def _share(box: "Box", target: str, bodies: list[Json], args: Json) -> None:
    if not _CONVERSATION.fullmatch(target) or target not in box.state.channels:
        raise SlackError("channel_not_found")
    channel = box.state.reachable(target)
    thread_ts = str(args["thread_ts"]) if args.get("thread_ts") else None
    posting.by_app(box, channel, str(args.get("initial_comment") or ""), None, thread_ts=thread_ts, files=bodies)


def _uploaded(box: "Box", item: Json) -> Upload:
    upload = box.state.uploads.get(str(item.get("id")))
    if upload is None or upload.content is None:
        raise SlackError("file_not_found")
    upload.title = str(item.get("title") or upload.name)
    return upload


async def _bytes(request: web.Request) -> bytes:
    """Bytes come as they are, or as the one file of a multipart form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
