"""The route table: every method and path, its handler and the roles that may come. Each audience lists its own."""

from collections.abc import Mapping

from aiohttp import web

from reunion.web import (
    accounts,
    belongings,
    control,
    control_page,
    cue_cards,
    desk_page,
    families,
    feeds,
    fetching,
    found,
    helping,
    inviting,
    mine,
    operating,
    public,
    reading,
    rehearsals,
    screens,
    sockets,
    staff_asking,
    staff_audit,
    staff_batches,
    staff_brought,
    staff_checks,
    staff_chosen,
    staff_door,
    staff_doubles,
    staff_evenings,
    staff_exports,
    staff_filters,
    staff_gatherings,
    staff_import,
    staff_lessons,
    staff_links,
    staff_namesakes,
    staff_notice,
    staff_overview,
    staff_people,
    staff_plan_files,
    staff_priorities,
    staff_registrations,
    staff_reminding,
    staff_report,
    staff_returned,
    staff_rundown,
    staff_rundown_data,
    staff_settings,
    staff_shows,
    staff_versions,
    twins,
)
from reunion.web.routing import Route

ROUTES: tuple[Route, ...] = (
    *accounts.ROUTES,
    *belongings.ROUTES,
    *control.ROUTES,
    *control_page.ROUTES,
    *cue_cards.ROUTES,
    *desk_page.ROUTES,
    *families.ROUTES,
    *feeds.ROUTES,
    *fetching.ROUTES,
    *found.ROUTES,
    *helping.ROUTES,
    *inviting.ROUTES,
    *mine.ROUTES,
    *operating.ROUTES,
    *public.ROUTES,
    *reading.ROUTES,
    *rehearsals.ROUTES,
    *screens.ROUTES,
    *sockets.ROUTES,
    *staff_asking.ROUTES,
    *staff_audit.ROUTES,
    *staff_batches.ROUTES,
    *staff_checks.ROUTES,
    *staff_chosen.ROUTES,
    *staff_reminding.ROUTES,
    *staff_door.ROUTES,
    *staff_doubles.ROUTES,
    *staff_evenings.ROUTES,
    *staff_exports.ROUTES,
    *staff_filters.ROUTES,
    *staff_gatherings.ROUTES,
    *staff_import.ROUTES,
    *staff_lessons.ROUTES,
    *staff_links.ROUTES,
    *staff_namesakes.ROUTES,
    *staff_notice.ROUTES,
    *staff_overview.ROUTES,
    *staff_people.ROUTES,
    *staff_plan_files.ROUTES,
    *staff_brought.ROUTES,
    *staff_priorities.ROUTES,
    *staff_registrations.ROUTES,
    *staff_report.ROUTES,
    *staff_returned.ROUTES,
    *staff_rundown.ROUTES,
    *staff_rundown_data.ROUTES,
    *staff_settings.ROUTES,
    *staff_shows.ROUTES,
    *staff_versions.ROUTES,
    *twins.ROUTES,
)


def add_routes(app: web.Application) -> Mapping[object, Route]:
    """Put the table into the application; gives each aiohttp route its row."""
    rows: dict[object, Route] = {}
    for route in ROUTES:
        resource = app.router.add_route(route.method, route.path, route.handler)
        rows[resource] = route
        if route.method == "GET":
            # HEAD is GET without its body; the same roles hold.
            rows[app.router.add_route("HEAD", route.path, route.handler)] = route
    return rows
