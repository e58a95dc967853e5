from reunion.domain.simplified import simplified


def test_traditional_characters_are_compared_as_simplified_ones():
    assert simplified("羅麗婷 肖鵬 永興鎮 蘇家鄉 劉志伯 平灘鄉") == "罗丽婷 肖鹏 永兴镇 苏家乡 刘志伯 平滩乡"


def test_simplified_text_stays():
    assert simplified("张三在田家镇，abc 𬭩") == "张三在田家镇，abc 𬭩"
