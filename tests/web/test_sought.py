import pytest

from reunion.domain.access import Role
from reunion.domain.instants import HOUR, Instant, later
from reunion.web.sought import KEPT_HOURS, Sought

from .offices import AT, bare, fill, post

NOW = Instant(1_800_000_000_000)


def words(sought: Sought, by: str, number: str, at: Instant) -> str | None:
    search = sought.of(by, number, at)
    return search.words if search else None


def test_words_are_kept_for_whoever_searched_for_them_under_one_number():
    sought = Sought()
    number = sought.keep("a-1", "李秀英", NOW)
    assert words(sought, "a-1", number, NOW) == "李秀英"
    assert words(sought, "a-2", number, NOW) is None
    assert sought.keep("a-1", "李秀英", later(NOW, seconds=1)) == number
    assert sought.keep("a-2", "李秀英", NOW) != number
    assert sought.keep("a-1", "李秀兰", NOW) != number
    assert words(sought, "a-1", "somebody-guesses", NOW) is None


def test_words_are_forgotten_after_half_a_day_and_when_there_are_too_many():
    sought = Sought(most=2)
    first, second = sought.keep("a-1", "一", NOW), sought.keep("a-1", "二", later(NOW, seconds=1))
    third = sought.keep("a-1", "三", later(NOW, seconds=2))
    assert [words(sought, "a-1", number, NOW) for number in (first, second, third)] == [None, "二", "三"]
    end = later(NOW, seconds=1, milliseconds=KEPT_HOURS * HOUR)
    assert [words(sought, "a-1", number, end) for number in (second, third)] == ["二", "三"]
    end = later(end, milliseconds=1)
    assert [words(sought, "a-1", number, end) for number in (second, third)] == [None, "三"]


def test_nobody_pushes_out_what_a_colleague_searched_for():
    sought = Sought(most=2)
    theirs = sought.keep("a-2", "张伟", NOW)
    for said in "一二三四":
        sought.keep("a-1", said, later(NOW, seconds=1))
    assert words(sought, "a-2", theirs, later(NOW, seconds=2)) == "张伟"


@pytest.mark.parametrize(
    ("page", "to", "words", "finds"),
    [
        ("registrations", "registrations", "李芳", "李芳"),
        ("links/find", "links", "陈静", "陈大爷"),
        ("rundown/find", "rundown", "王芳", "王芳"),
        ("door", "door", "陈", "陈大爷"),
        ("people/find", "people", "producer", "producer-dongxing"),
    ],
)
async def test_a_search_answers_with_an_address_that_says_a_number_and_finds_the_same_when_it_is_opened_again(
    site, page, to, words, finds
):
    await fill(site)
    client = await site.signed_in(Role.ADMINISTRATOR)
    await site.signed_in(Role.PRODUCER)
    answer = await post(client, f"{AT}/{page}", {"words": words}, follow=False)
    assert answer.status == 303
    address = answer.headers["Location"]
    assert address.startswith(f"{AT}/{to}?")
    assert "sought=" in address
    assert words not in address
    for _ in range(2):
        shown = await (await client.get(address)).text()
        assert finds in shown
        assert f'value="{words}"' in shown


async def test_the_address_of_a_search_shows_its_words_to_nobody_else_and_says_so_when_it_is_kept_no_more(
    site,
):
    await fill(site)
    clerk, other = await site.signed_in(Role.PRODUCER), await site.signed_in(Role.PRODUCER)
    fields = {"words": "李芳", "side": "family"}
    address = (await post(clerk, f"{AT}/registrations", fields, follow=False)).headers["Location"]
    gone = await other.get(address, allow_redirects=False)
    assert (gone.status, gone.headers["Location"]) == (303, f"{AT}/registrations?side=family&done=sought")
    page = bare(await (await other.get(address)).text())
    assert "这次查找已经不再保留，请重新查一次。" in page
    assert "王芳" in page
