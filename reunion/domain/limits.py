"""How long every field may be and how many there may be: for the forms, the importer and the server."""

from typing import Final

NAME_LEAST: Final = 2
NAME_MOST: Final = 40
"""The longest names written with · (Uyghur, Tibetan, Yi) stay below this."""
OTHERS_MOST: Final = 6
"""People of the other side in one registration."""
PHONES_MOST: Final = 3
RELATION_MOST: Final = 10
VILLAGE_MOST: Final = 30
GROUP_MOST: Final = 10
PLACE_MOST: Final = 60
STORY_MOST: Final = 300
MESSAGE_MOST: Final = 200
PERSONS_LEAST: Final = 1
PERSONS_MOST: Final = 200
"""A site with many people before one screen."""
YEARS_AWAY_MOST: Final = 60
WINDOWS_MOST: Final = 10

TITLE_MOST: Final = 100
CONTACT_MOST: Final = 60
ORGANISERS_MOST: Final = 200
"""Characters of all of them together."""
TOWNSHIP_MOST: Final = 20
PARENTS_MOST: Final = 4
TOWNSHIPS_MOST: Final = 200
"""The county with the most townships of the country has fewer than 100."""
VILLAGES_MOST: Final = 300
"""Of one township; the largest have some 150."""
ALIASES_MOST: Final = 10
HOMELIST_MOST: Final = 20_000
"""Characters of a county's list; a county of 19 townships and 303 villages has 1,200."""

ROSTER_BYTES: Final = 5 * 1024 * 1024
ROSTER_ROWS: Final = 20_000
"""Rows of one file, over all its sheets."""
ROSTER_COLUMNS: Final = 100
ROSTER_SHEETS: Final = 50
ROSTER_CELL: Final = 1000
"""Characters of one cell that are read; an address with a remark stays far below."""
UNPACKED_BYTES: Final = 100 * 1024 * 1024
"""Declared sizes of a packed workbook's members; 20,000 honest rows of 20 columns unpack to about 30 MiB."""
HEADER_ROWS: Final = 15
"""A header row is looked for among this many rows from the top."""
