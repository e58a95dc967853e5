from reunion.domain.linking.syllables import TABLE


def test_every_character_is_told_once_under_a_syllable_in_small_letters():
    groups = [group for group in TABLE.split("|") if group]
    characters = [character for group in groups for character in group.lstrip("abcdefghijklmnopqrstuvwxyz")]
    assert len(characters) == len(set(characters)) > 20_000
    assert len(groups) < 450
