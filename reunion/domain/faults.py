"""What is wrong with a field that a person typed: a code with its numbers, and a sentence to act on.

The sentences are msgids of the language files; `reason_text` is given the function that translates them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

Say = Callable[[str], str]
"""Translates one msgid, e.g. `gettext`."""


class Unfit(ValueError):
    """A text cannot be taken as this field.

    `code` is a key of SENTENCES, `params` fill its placeholders.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        if code not in SENTENCES:
            raise KeyError(code)
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, str | int] = MappingProxyType(params)


def reason_text(code: str, params: Mapping[str, str | int], say: Say) -> str:
    """The sentence of a code in the reader's language, its placeholders filled."""
    return say(SENTENCES[code]) % params


SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # names
        "name-missing": "The name is missing: fill it in.",
        "name-short": "The name “%(text)s” has only one character: write the full name.",
        "name-long": "The name has %(count)d characters, at most %(most)d fit: write only the name here.",
        "name-digits": "There are digits in the name “%(text)s”: write only the name here.",
        "name-symbols": "The name “%(text)s” contains “%(symbol)s”: write only the name here.",
        "name-several": "There are several names in one cell (%(text)s): write one person a row.",
        # telephones
        "phone-missing": "The telephone number is missing.",
        "phone-short": "The mobile number %(text)s has only %(count)d digits, it should have 11: ask again.",
        "phone-long": "The mobile number %(text)s has %(count)d digits, it should have 11: ask again.",
        "phone-start": "%(text)s cannot be a mobile number, those start with 13 to 19: ask again.",
        "phone-no-area": "%(text)s looks like a landline without its area code: write it like 0832-2290868.",
        "phone-digits-lost": "The spreadsheet made %(text)s of the number and lost digits: "
        "set the column to text and type the number again.",
        "phone-impossible": "“%(text)s” is not a telephone number: a mobile number has 11 digits, "
        "a landline needs its area code.",
        "phone-words": "“%(text)s” is not a telephone number.",
        "phone-several": "There are more than %(most)d telephone numbers in one cell: keep the best ones.",
        # invite codes
        "code-letters": "The invite code “%(text)s” contains “%(symbol)s”: look again, "
        "there is never a 0, 1, I, L or O in a code.",
        "code-length": "The invite code “%(text)s” has %(count)d characters, it should have %(most)d.",
        "code-check": "The invite code %(text)s does not exist: one letter is wrong or two are swapped.",
        # the same where nobody needs to have one
        "code-letters-or-none": "The invite code “%(text)s” contains “%(symbol)s”: look again, "
        "there is never a 0, 1, I, L or O in a code. You may also leave it empty.",
        "code-length-or-none": "The invite code “%(text)s” has %(count)d characters, it should have %(most)d. "
        "You may also leave it empty.",
        "code-check-or-none": "The invite code %(text)s is not right: one letter is wrong or two are swapped. "
        "You may also leave it empty.",
        # rows of a roster
        "no-phone": "There is no telephone number: somebody has to tell them by word of mouth.",
        "nobody-named": "Nobody is named whom this family wants to see: add the worker's name or telephone.",
        "others-many": "%(count)d people are named, the first %(most)d were taken.",
        "name-brackets": "“%(text)s” beside the name was left out: is this person to be taken?",
        "brackets-left": "“%(text)s” in brackets is no relation we know: it was left out.",
        "township-unknown": "“%(text)s” is not a township of %(home)s: it was kept as a place.",
        "township-guessed": "“%(text)s” was read as %(name)s: check it.",
        "gender-unread": "“%(text)s” was not understood; write 男 or 女.",
        "shortened": "%(count)d characters are too long, the first %(most)d were taken.",
        "same-as-row": "The same as row %(row)d: it counts once.",
        # a whole file
        "file-empty": "The file is empty.",
        "file-no-rows": "The file has headings and no rows below them.",
        "file-too-big": "The file has %(size)s MB, at most %(most)d MB fit: divide it.",
        "file-kind": "This is not a workbook or a text table: save it as .xlsx and choose it again.",
        "file-encrypted": "The workbook is protected by a password: save it without one and choose it again.",
        "file-broken": "The workbook is damaged: open it in a spreadsheet and save it as .xlsx.",
        "file-bomb": "The workbook is far too big inside: copy the rows into a new workbook.",
        "file-wide": "A sheet reaches to row %(rows)d and column %(columns)d: delete what stands far off.",
        "file-rows": "The file has more than %(most)d rows: divide it.",
        "file-encoding": "The text table is in an unknown encoding: save it as CSV UTF-8 or as .xlsx.",
        "file-no-header": "No header row was found: there must be a column 姓名 and one more, such as 电话.",
        "file-other-side": "“%(sheet)s” looks like a roster of the other side: choose the other kind.",
        "id-twice": "The id %(text)s is there twice: give every row its own.",
        # the townships of a county
        "county-code": "The county's code “%(text)s” should have six digits: look it up, or leave it empty.",
        "county-name": "“%(text)s” is not the name of a place: it should have %(least)d to %(most)d characters.",
        "county-above": "At most %(most)d names stand above the county: write only province and city.",
        "list-empty": "There is no township: write one a line.",
        "list-long": "The list of townships has %(count)d characters, at most %(most)d fit: leave villages out.",
        "list-townships": "There are %(count)d townships, at most %(most)d fit.",
        "line-code": "Line %(line)d: the code %(text)s is not one of this county's nine digits: "
        "look again, or leave it out.",
        "line-colon": "Line %(line)d: a colon belongs between the township and its villages (%(text)s).",
        "line-name": "Line %(line)d: “%(text)s” is not the name of a township: write it in full.",
        "line-long": "Line %(line)d: “%(text)s…” is too long, a name has at most %(most)d characters: "
        "put a 、 between villages.",
        "line-villages": "Line %(line)d: %(count)d villages are too many, at most %(most)d fit.",
        "line-twice": "Line %(line)d: “%(text)s” stands in line %(other)d already: leave one of them.",
        "line-unprintable": "Line %(line)d contains a character that cannot be shown: type it again.",
        # lists that go out
        "returned-no-stamps": "No row bears its mark: choose a contact list that was downloaded here, "
        "with its last column.",
        "returned-gone": "This person is not registered any more: nothing is changed.",
        "returned-time": "Times are not taken from a list: move the slot on the rundown board.",
        "returned-several": "Several people stand in this cell: change them on the contact list.",
        "returned-twice": "This person stands on two rows that differ: only the first one counts.",
        "returned-damaged": "The mark at the end of this row was changed: take the row from a fresh list.",
        "returned-new": "This row bears no mark: new people come with a roster.",
        "returned-desk": "The registration says this already: what a desk wrote on the cue card is changed there.",
        "returned-township": "“%(text)s” is not a township of the home place: choose its full name.",
        "no-form": "This list is not made in that form: choose %(forms)s.",
        "no-address": "The QR codes need the address of the pages: set REUNION_PUBLIC_URL.",
        "no-calendar": "Only the rundown can be taken as a calendar: choose xlsx or csv.",
        # other fields
        "too-long": "“%(field)s” has %(count)d characters, at most %(most)d fit: shorten it.",
        "number-out-of-range": "“%(field)s” is %(text)s; it should be a number from %(least)d to %(most)d.",
        "unprintable": "“%(field)s” contains a character that cannot be shown: type it again.",
    }
)
