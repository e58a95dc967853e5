from collections import OrderedDict

from reunion.domain.backlog import SHIFT, Backlog, first_of


def test_who_just_came_is_asked_for_before_the_others() -> None:
    work = Backlog()
    work.owe(["a", "b"])
    work.owe(["c"], first=True)
    work.owe(["a"])
    assert list(work.due) == ["c", "a", "b"]
    assert first_of(work.due, 2) == ["c", "a"]
    assert (first_of(work.due, 2), first_of(work.due, 2)) == (["b"], [])


def test_a_backlog_that_rests_has_something_left_and_is_not_ready() -> None:
    work = Backlog(due=OrderedDict.fromkeys("ab"))
    assert (work.left, work.ready) == (2, True)
    work.resting = True
    assert (work.left, work.ready) == (2, False)


def test_what_was_known_is_read_anew_after_it_was_forgotten_and_nothing_else() -> None:
    idle, known, waiting = Backlog(), Backlog(filled=True), Backlog(due=OrderedDict.fromkeys("a"))
    for work in (idle, known, waiting):
        work.forget()
    assert [(work.anew, work.filled) for work in (idle, known, waiting)] == [
        (False, False),
        (True, False),
        (True, False),
    ]


def test_it_shifted_when_more_than_one_in_fifty_changed() -> None:
    assert not Backlog(people=SHIFT, changed=1).shifted
    assert Backlog(people=SHIFT - 1, changed=1).shifted
