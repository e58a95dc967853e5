"""What the demo prints: where everything is."""

from collections.abc import Iterator
from typing import Final

from reunion.demo.gathering import GATHERING
from reunion.demo.preparing import Prepared
from reunion.domain.access import Role

ROLES: Final = {
    Role.ADMINISTRATOR: "管理员",
    Role.PRODUCER: "编导（名册、配对、串联单、导出）",
    Role.HOST: "主持人（控制台）",
    Role.MEDIA: "媒资（只导出）",
    Role.VOLUNTEER: "村志愿者（帮忙报名）",
}


def announce(prepared: Prepared, origin: str) -> Iterator[str]:
    """The lines, one address each."""
    first, second = prepared.shows
    yield ""
    yield "云团聚示例：人物全部虚构。" + ("" if prepared.fresh else "接着上次的活动继续。")
    for name, path in (
        ("活动首页", f"/g/{GATHERING}"),
        ("务工人员报名", f"/g/{GATHERING}/signup/worker"),
        ("家属报名", f"/g/{GATHERING}/signup/family"),
        ("第一晚", f"/shows/{first.id}"),
        ("第二晚", f"/shows/{second.id}"),
        ("大厅屏幕", f"/shows/{first.id}/hall"),
        ("人名条（OBS）", f"/shows/{first.id}/overlay"),
        ("主持人控制台", f"/shows/{first.id}/desk"),
        ("配对台", f"/staff/{GATHERING}/links"),
        ("串联单", f"/staff/{GATHERING}/rundown"),
        ("导出", f"/staff/{GATHERING}/exports"),
    ):
        yield f"  {name}  {origin}{path}"
    yield ""
    yield "每人一次有效的登录链接："
    for role, path in prepared.links.items():
        yield f"  {ROLES[role]}  {origin}{path}"
    yield ""
    yield "家属的个人链接："
    for name, token in (("第一晚较早连线的一家", prepared.early), ("还没排上的一家", prepared.unplaced)):
        if token:
            yield f"  {name}  {origin}{personal(token)}"
    yield ""


def personal(token: str) -> str:
    """Path of a personal link."""
    return f"/l/{token}"
