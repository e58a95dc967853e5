import io

from reunion.beside import wire
from reunion.beside.answering import Answers, answer_all
from reunion.domain.circle import known_of
from tests.actions.scenes import family, worker

WEI = wire.known_out(known_of(worker("w1", "张伟", "李芳", "母亲"), {}))
FANG = wire.known_out(known_of(family("f1", "李芳", "张伟", "儿子"), {}))


def test_a_circle_is_filled_changed_asked_and_cleared() -> None:
    answers = Answers()
    assert answers.to(["fill", "dongxing", [WEI]]) is None
    assert answers.to(["change", "dongxing", [FANG], []]) == ["f1"]
    assert [row[:2] for row in answers.to(["ask", "dongxing", ["f1"]])] == [["w1", "f1"]]
    assert answers.to(["families", "elsewhere"]) == []
    assert answers.to(["change", "dongxing", [], ["w1"]]) == ["f1"]
    assert answers.to(["ask", "dongxing", ["f1"]]) == []
    assert answers.to(["clear", "dongxing", ""]) is None
    assert answers.to(["families", "dongxing"]) == []


def test_a_failure_is_answered_without_the_words_of_a_person_and_the_next_question_too() -> None:
    asked = io.BytesIO(
        wire.frame(["change", "dongxing", [["w", "张伟"]], []]) + wire.frame(["families", "dongxing"])
    )
    answered = io.BytesIO()
    answer_all(asked, answered)
    answered.seek(0)
    failed, well = wire.next_of(answered), wire.next_of(answered)
    assert failed["failed"].startswith("ValueError at answer_all")
    assert "张伟" not in failed["failed"]
    assert well == {"is": []}


def test_it_ends_when_nobody_reads_any_more() -> None:
    class Shut(io.BytesIO):
        def write(self, _: object) -> int:
            raise BrokenPipeError

    answer_all(io.BytesIO(wire.frame(["families", "dongxing"])), Shut())
