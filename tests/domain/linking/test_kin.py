from reunion.domain.linking.kin import MEANS, ONLY_ONE, turned, workers_sex


def test_a_mother_s_child_is_a_son_or_a_daughter():
    assert turned(frozenset({"mother"})) == frozenset({"son", "daughter"})
    assert turned(frozenset({"son"})) == frozenset({"mother", "father"})


def test_brothers_and_sisters_stay_so_when_turned():
    assert turned(frozenset({"brother"})) == frozenset({"brother", "sister"})


def test_a_husband_means_the_worker_is_a_woman():
    assert [workers_sex(MEANS[word]) for word in ("丈夫", "老婆", "岳父", "配偶", "母亲", "婆婆")] == [
        "f",
        "m",
        "m",
        "",
        "",
        "",
    ]


def test_of_parents_and_spouses_there_is_only_one():
    assert {"mother", "wife"} <= ONLY_ONE
    assert "brother" not in ONLY_ONE


def test_a_word_for_two_people_means_either_of_them_and_stays_so_when_turned():
    both = [MEANS[word] for word in ("母子", "母女", "父子", "父女", "婆媳", "翁婿", "两口子")]
    assert [sorted(meant) for meant in both] == [
        ["mother", "son"],
        ["daughter", "mother"],
        ["father", "son"],
        ["daughter", "father"],
        ["daughter-in-law", "husbands-mother"],
        ["son-in-law", "wifes-father"],
        ["husband", "wife"],
    ]
    assert all(meant & turned(meant) for meant in both)
    assert MEANS["姐弟"] == turned(MEANS["姐弟"])
    assert [workers_sex(meant) for meant in both] == [""] * 7
