"""Rosters in: choose a file, look at what would be taken, confirm, and get the refused rows back to mend."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from reunion.actions.importing import Preview, look_again, preview
from reunion.actions.ports import Upload
from reunion.domain.access import PLANNERS
from reunion.domain.faults import Unfit, reason_text
from reunion.domain.people import Gathering, Side
from reunion.domain.rosters import Accepted, Roster
from reunion.imports.rosters import read_roster
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import answer, render, say, see_other
from reunion.web.requests import Refusal, not_found, read_upload
from reunion.web.routing import Kind, Route
from reunion.web.staff_importing import IMPORTS, Import, begin_import
from reunion.web.staff_sections import FILE_GONE, frame

ROWS_SHOWN: Final = 200
"""Taken rows without a remark beyond these are only counted; every refused one is shown."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def choose(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/import: a place for each side's file, and the templates."""
    gathering = await the_gathering(request)
    return _choose(request, gathering)


async def look(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/import: the file is kept sealed, and its rows are shown."""
    gathering = await the_gathering(request)
    filename, data, others = await read_upload(request, "file")
    side = others.get("side", "")
    if side not in list(Side) or not (filename or data):
        return _choose(request, gathering, wrong=say(request, "Choose a file first."), status=422)
    name = filename or "roster"
    try:
        seen = await _keep(request, gathering, Side(side), name, data)
    except Unfit as unfit:
        if unfit.code == "file-other-side":
            return await _other_box(request, gathering, Side(side), name, data)
        return _choose(request, gathering, wrong=_reason(request, unfit), status=422)
    return see_other(f"/staff/{gathering.id}/import/{seen.upload.id}")


async def _keep(request: web.Request, gathering: Gathering, side: Side, name: str, data: bytes) -> Preview:
    who, now = request[IDENTITY].id, request.app[NOW]
    return await preview(request.app[STORE], gathering, side, name, data, parse=parse, by=who, clock=now)


async def _other_box(
    request: web.Request, gathering: Gathering, side: Side, name: str, data: bytes
) -> web.Response:
    """The file was brought to the wrong side's box: it is kept for the right one, and one press looks at it there."""
    right = Side.FAMILY if side is Side.WORKER else Side.WORKER
    try:
        seen = await _keep(request, gathering, right, name, data)
    except Unfit as unfit:
        return _choose(request, gathering, wrong=_reason(request, unfit), status=422)
    return _choose(request, gathering, other=seen.upload, status=422)


def _reason(request: web.Request, unfit: Unfit) -> str:
    return reason_text(unfit.code, unfit.params, lambda msgid: say(request, msgid))


async def look_at(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/import/{upload}: the preview again, or what came of it once it was taken."""
    gathering, seen = await _kept(request)
    job = request.app[IMPORTS].get(request.match_info["upload"])
    if job is not None and job.gathering == gathering.id and not job.wrong:
        return see_other(f"{request.path}/taken")
    if seen is None:
        return _choose(request, gathering, wrong=say(request, FILE_GONE), status=404)
    return _preview(request, gathering, seen)


async def take(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/import/{upload}: take the good rows and link whoever is on them."""
    gathering, seen = await _kept(request)
    if seen is None:
        return _choose(request, gathering, wrong=say(request, FILE_GONE), status=404)
    await begin_import(request.app, gathering, seen, request[IDENTITY].id)
    return see_other(f"{request.path}/taken")


async def taken(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/import/{upload}/taken: how far the import is, then what it came to."""
    gathering, job = await _import(request)
    around = frame(request, gathering, "import") | {"job": job, "upload": request.match_info["upload"]}
    if job.running:
        api = f"/api/v1/gatherings/{gathering.id}/imports/{around['upload']}"
        return render(request, "staff/importing.html", **around, api=api)
    return render(
        request, "staff/imported.html", **around, wrong=say(request, job.wrong) if job.wrong else ""
    )


async def taken_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/imports/{upload}: the same in numbers."""
    _, job = await _import(request)
    return answer(
        {
            "running": job.running,
            "percent": job.percent,
            "rows": job.rows,
            "stored": job.stored,
            "left": job.left,
        }
    )


async def refused_rows(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/import/{upload}/refused.xlsx: the refused rows with their reasons."""
    gathering, seen = await _kept(request)
    if seen is None:
        return _choose(request, gathering, wrong=say(request, FILE_GONE), status=404)
    from reunion.imports.refused import refused_workbook  # a server opens its port sooner without it

    made = await asyncio.to_thread(refused_workbook, seen.roster, lambda msgid: say(request, msgid))
    stem = seen.upload.filename.rpartition(".")[0] or seen.upload.filename
    return download(made, f"{stem}_{say(request, 'refused')}.xlsx", XLSX)


async def template(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/import/template-{side}.xlsx: the empty roster to hand out."""
    gathering = await the_gathering(request)
    side = request.match_info["side"]
    if side not in list(Side):
        raise not_found()
    from reunion.imports.templates import import_template  # a server opens its port sooner without it

    made = await asyncio.to_thread(
        import_template, Side(side), gathering.home, lambda msgid: say(request, msgid)
    )
    words = "Roster of workers" if side == Side.WORKER else "Roster of families"
    return download(made, f"{gathering.home.name}_{say(request, words)}.xlsx", XLSX)


async def parse(upload: Upload, gathering: Gathering) -> Roster:
    """The rows of a kept file, read in a thread."""
    return await asyncio.to_thread(read_roster, upload.data, upload.filename, upload.whose, gathering.home)


def download(data: bytes | AsyncIterator[bytes], name: str, kind: str) -> web.Response:
    """A file to be stored, whole or piece by piece as it is made; the name may be Chinese (RFC 6266)."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return web.Response(body=data, content_type=kind, headers={"Content-Disposition": disposition})


async def _import(request: web.Request) -> tuple[Gathering, Import]:
    gathering = await the_gathering(request)
    job = request.app[IMPORTS].get(request.match_info["upload"])
    if job is None or job.gathering != gathering.id:
        raise not_found()
    return gathering, job


async def _kept(request: web.Request) -> tuple[Gathering, Preview | None]:
    """The preview; None once the file is gone."""
    gathering = await the_gathering(request)
    try:
        return gathering, await look_again(
            request.app[STORE], gathering, request.match_info["upload"], parse=parse
        )
    except LookupError:
        return gathering, None
    except Unfit as unfit:
        raise Refusal(409, "changed-meanwhile") from unfit


def _choose(
    request: web.Request,
    gathering: Gathering,
    *,
    wrong: str = "",
    other: Upload | None = None,
    status: int = 200,
) -> web.Response:
    around = frame(request, gathering, "import")
    return render(request, "staff/import.html", status=status, **around, wrong=wrong, other=other)


def _preview(request: web.Request, gathering: Gathering, seen: Preview) -> web.Response:
    def sentences(reasons: Any) -> list[str]:
        return [reason.text(lambda msgid: say(request, msgid)) for reason in reasons]

    accepted = seen.roster.accepted
    remarked = [row for row in accepted if row.warnings]
    plain = [row for row in accepted if not row.warnings]
    shown: list[Accepted] = sorted(
        [*remarked[:ROWS_SHOWN], *plain[: ROWS_SHOWN // 4]], key=lambda row: row.row
    )
    return render(
        request,
        "staff/preview.html",
        **frame(request, gathering, "import"),
        upload=seen.upload,
        roster=seen.roster,
        rejected=[(row, sentences(row.reasons)) for row in seen.roster.rejected],
        accepted=[(row, sentences(row.warnings)) for row in shown],
        remarked=len(remarked),
        townships={town.code: town.name for town in gathering.home.townships},
    )


_AT: Final = "/staff/{gathering}/import"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, choose, PLANNERS),
    Route("POST", _AT, look, PLANNERS),
    Route("GET", _AT + "/template-{side}.xlsx", template, PLANNERS, Kind.FILE),
    Route("GET", _AT + "/{upload}", look_at, PLANNERS),
    Route("POST", _AT + "/{upload}", take, PLANNERS),
    Route("GET", _AT + "/{upload}/taken", taken, PLANNERS),
    Route(
        "GET",
        "/api/v1/gatherings/{gathering}/imports/{upload}",
        taken_data,
        PLANNERS,
        Kind.API,
        "How far the import of a roster is",
    ),
    Route("GET", _AT + "/{upload}/refused.xlsx", refused_rows, PLANNERS, Kind.FILE),
)
