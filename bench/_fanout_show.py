"""An evening of 255 slots, and messages of a wanted size."""

from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import Instant, later
from reunion.domain.rundown import Item, Kind, Show
from reunion.domain.timing import project
from reunion.live.cast import Cast
from reunion.live.pictures import picture

EIGHT = Instant(1_801_828_800_000)
SLOTS = 255


def evening(slots: int = SLOTS) -> tuple[Show, Cast]:
    """A show of that many slots of 45 s, 15 s apart, with an opening."""
    items = [Item("it-0", Kind.SEGMENT, 300, EIGHT)]
    cards = {"it-0": Card("开场")}
    for number in range(1, slots + 1):
        start = later(EIGHT, seconds=300 + (number - 1) * 60)
        items.append(Item(f"it-{number}", Kind.SLOT, 45, start, pair=f"pr-{number}"))
        worker = CardSide(
            "张晓明",
            "zhāng xiǎomíng",
            "温岭 大溪",
            "温岭",
            "儿子",
            "田家镇",
            story="三年没有回家",
            message="新年好",
        )
        family = CardSide(
            "李秀英", "lǐ xiùyīng", "田家镇 双坳村", "田家镇", "母亲", "田家镇", message="注意身体"
        )
        cards[f"it-{number}"] = Card(worker=worker, family=family)
    end = later(EIGHT, seconds=300 + slots * 60)
    show = Show(
        "gala", "r1", EIGHT, end, 15, {item.id: item for item in items}, tuple(item.id for item in items)
    )
    return show, Cast("为爱止步，四海为家", cards)


def text_of(size: int) -> bytes:
    """A picture of that evening; with a size, padded to it with text that deflates as a picture does."""
    show, cast = evening()
    text = picture(show, project(show, EIGHT), cast, EIGHT)
    filler = b"".join(
        f'{{"item":"it-{n}","expected":{EIGHT + n * 60_000}}},'.encode() for n in range(size // 30)
    )
    return text + filler[: max(0, size - len(text))]
