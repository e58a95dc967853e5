"""The home county: its townships and villages, as data the gathering carries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street of the home county."""

    code: str
    """Nine digits of the national division code, e.g. `511011100`."""
    name: str
    """With its suffix: 田家镇, 东兴街道."""
    villages: tuple[str, ...] = ()
    """Names without 村 or 社区, in the order of the official list."""
    aliases: tuple[str, ...] = ()
    """Older names that people still write (高桥镇, 顺河乡)."""


@dataclass(frozen=True, slots=True)
class Home:
    """The county or district the workers come from."""

    code: str
    """Six digits, `511011`."""
    name: str
    """东兴区."""
    parents: tuple[str, ...]
    """Names above it that people write before it: 四川省, 内江市."""
    townships: tuple[Township, ...]
