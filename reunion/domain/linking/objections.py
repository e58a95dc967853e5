"""The rules after the score: what keeps a likely link from standing without a person's look."""

from reunion.domain.linking.compare import AGREES, STRONG
from reunion.domain.linking.score import Scored

CODE_OTHER = "code-of-somebody-else"
NAME = "name-disagrees"
NICKNAME = "nickname-alone"
ELSEWHERE = "sounds-alike-elsewhere"
NAMELESS = "no-name"
NAMESAKE = "perhaps-a-namesake"

OFF_BY_ONE = frozenset({"look-alike", "one-off", "one-left-out"})
"""Levels at which two names are one name written wrongly, or those of two people."""


def objection_to(scored: Scored) -> str:
    """The rule that keeps a high score from linking by itself, or empty."""
    strong = scored.code == "own" or scored.phone == "same"
    household = scored.at_home
    if scored.code == "other" and not (scored.name in STRONG and _is_numbered(scored)):
        return CODE_OTHER  # a forwarded code; it does not speak against a whole name with its number
    if scored.name == "":
        return "" if strong and (scored.place != "other" or scored.phone == "same") else NAMELESS
    if scored.name not in AGREES:
        settled = scored.place == "same" or (household and scored.place != "other")
        return "" if scored.phone == "same" and settled else NAME
    if scored.phone == "other" and not household and _contradicted(scored):
        return NAMESAKE
    if scored.name == "nickname" and not (strong or household or scored.phone == "near"):
        return NICKNAME
    if scored.name == "surname-nickname" and not strong:
        return NICKNAME  # 老王 is every brother
    if scored.name not in ("equal", "same-sound") and not (strong or household) and scored.place != "same":
        return ELSEWHERE
    if scored.place == "other" and not strong and _resembles(scored):
        return ELSEWHERE
    return ""


def _resembles(scored: Scored) -> bool:
    """Whether of their relative nothing but a name that is off by a syllable speaks for them."""
    levels = _levels(scored)
    name, _, _ = levels.get("contact", "").partition("/")
    return name in OFF_BY_ONE and levels.get("contact-phone") not in ("same", "one-slip")


def _is_numbered(scored: Scored) -> bool:
    """Whether the worker's number or their relative's is the one that was typed."""
    return "same" in (scored.phone, _levels(scored).get("contact-phone"))


def _contradicted(scored: Scored) -> bool:
    """Whether, beside another number, the home or the relative is another too, or only relatives speak for them:
    those of a namesake who never registered do so as well.
    """
    levels = _levels(scored)
    if "relative" in levels or levels.get("contact") == "different/same":
        return True
    places = {levels.get("township"), levels.get("village")}
    return "other" in places and not places & {"same", "near"}


def _levels(scored: Scored) -> dict[str, str]:
    return {field: level for field, level, _, _ in scored.fields}
