"""Makes reunion/domain/linking/syllables.py: the toneless syllable of every Chinese character of Unicode's first block.

The readings are pypinyin's most common ones (MIT licence, after the Unihan and 汉典 data it carries). Run it again
after an update of pypinyin: `python tools/syllables.py > reunion/domain/linking/syllables.py`.
"""

from collections import defaultdict
from importlib.metadata import version

from pypinyin import lazy_pinyin

FIRST, LAST = 0x4E00, 0x9FA5


def main() -> None:
    """Print the module."""
    told: dict[str, list[str]] = defaultdict(list)
    for code in range(FIRST, LAST + 1):
        character = chr(code)
        (syllable,) = lazy_pinyin(character, v_to_u=False)
        if syllable != character and syllable.isascii() and syllable.isalpha():
            told[syllable].append(character)
    initials: dict[str, list[str]] = defaultdict(list)
    for syllable in sorted(told):
        initials[syllable[0]].append(syllable + "".join(told[syllable]))
    print('"""Characters by their most common toneless syllable, ü as v.\n')
    print(f"Made by tools/syllables.py from pypinyin {version('pypinyin')} (MIT licence).")
    print('"""\n\nfrom typing import Final\n\nTABLE: Final = (')
    for letter in sorted(initials):
        print(f'    "{"|".join(initials[letter])}|"')
    print(")")
    print('"""`ba八巴…|bai白…|`: a syllable, its characters, a bar."""')


if __name__ == "__main__":
    main()
