"""Writes the traditional Chinese catalogues, reunion/locale/parts/<part>.zh_Hant.po, from the simplified ones.

`make traditional` after every change of a Chinese text; tests/house says so when it was forgotten. OpenCC turns
the characters, WORDS what an office or a studio says otherwise. A text that needs more than that gets a row there.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from babel.messages.catalog import Message
from babel.messages.pofile import normalize, read_po
from opencc import OpenCC

PARTS: Final = Path(__file__).resolve().parent.parent / "reunion" / "locale" / "parts"
HEAD: Final = """# Made by tools/traditional.py: change {part}, or WORDS in there, and run `make traditional`.
msgid ""
msgstr ""
"Language: zh_Hant\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""

# What OpenCC's s2tw made, and what is said instead: understood in Taipei, Hong Kong and Macao. Longer words win.
WORDS: Final = {
    "一列和": "一欄和",
    "一格里": "一格裡",
    "一次性登錄": "單次登入",
    "二維碼": "QR 碼",
    "令牌": "權杖",
    "併發布": "並發布",
    "信息": "資訊",
    "刷新": "重新整理",
    "回復": "回覆",
    "天后": "天後",
    "字符": "字元",
    "字節": "位元組",
    "導入": "匯入",
    "導出": "匯出",
    "屏幕": "螢幕",
    "嵌套": "巢狀",
    "座機": "市話",
    "微信里": "微信裡",
    "手工": "手動",
    "打印": "列印",
    "批量": "批次",
    "搜索": "搜尋",
    "攝像頭": "鏡頭",
    "支持": "支援",
    "數據": "資料",
    "數據庫": "資料庫",
    "數據文件夾": "資料夾",
    "文件": "檔案",
    "文件夾": "資料夾",
    "是隻讀": "是唯讀",
    "最多隻": "最多只",
    "服務器": "伺服器",
    "沒有采用": "沒有採用",
    "沒消息": "沒消息",
    "消息": "訊息",
    "登錄": "登入",
    "的列": "的欄",
    "短信": "簡訊",
    "磁盤": "磁碟",
    "程序": "程式",
    "空當": "空檔",
    "端口": "連接埠",
    "第 %(column)d 列": "第 %(column)d 欄",
    "第 %(columns)d 列": "第 %(columns)d 欄",
    "等列": "等欄",
    "等另一列": "等另一欄",
    "網絡": "網路",
    "聯繫": "聯絡",
    "腳本": "指令稿",
    "視頻": "視訊",
    "設置": "設定",
    "賬號": "帳號",
    "軟件": "軟體",
    "退出登錄": "登出",
    "這一列": "這一欄",
    "這些列": "這些欄",
    "運行": "執行",
    "錄像": "錄影",
    "鏈接": "連結",
    "默認": "預設",
    "鼠標": "滑鼠",
}
_WORD: Final = re.compile("|".join(map(re.escape, sorted(WORDS, key=len, reverse=True))))
_characters: Final = OpenCC("s2tw").convert


def traditional(simplified: str) -> str:
    """The text in traditional characters and words, with the quotation marks that go with them."""
    words = _WORD.sub(lambda found: WORDS[found.group()], _characters(simplified))
    return words.translate(str.maketrans("“”‘’", "「」『』"))


def catalogue(part: Path) -> str:
    """The traditional catalogue of a simplified part, as text."""
    with part.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh_Hans") if message.id]
    return "\n".join([HEAD.format(part=part.name), *map(entry, messages)])


def entry(message: Message) -> str:
    """One text of the catalogue, its translation turned."""
    rows = [f"msgctxt {normalize(message.context, width=0)}"] if message.context else []
    if isinstance(message.id, tuple):
        rows += [
            f"msgid {normalize(message.id[0], width=0)}",
            f"msgid_plural {normalize(message.id[1], width=0)}",
        ]
        rows += [f"msgstr[{form}] {turned(words)}" for form, words in enumerate(message.string)]
    else:
        rows += [f"msgid {normalize(message.id, width=0)}", f"msgstr {turned(message.string)}"]
    return "\n".join(rows) + "\n"


def turned(words: str) -> str:
    return normalize(traditional(words), width=0)


def simplified_parts(folder: Path = PARTS) -> Iterable[Path]:
    return sorted(path for path in folder.glob("*.po") if "." not in path.stem)


def beside(part: Path) -> Path:
    return part.with_suffix(".zh_Hant.po")


def main() -> None:
    for part in simplified_parts():
        beside(part).write_text(catalogue(part), encoding="utf-8")


if __name__ == "__main__":
    main()
