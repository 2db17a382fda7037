"""How names are found by pinyin: whole and by initials; a family name is read as a family name."""

from __future__ import annotations

from pypinyin import lazy_pinyin

SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "翟": "zhai", "曾": "zeng", "朴": "piao",
    "盖": "ge", "尉": "wei", "员": "yun", "任": "ren", "华": "hua", "纪": "ji", "宁": "ning", "乐": "yue",
    "缪": "miao", "折": "she", "秘": "bi", "种": "chong", "覃": "qin", "召": "shao", "宿": "su", "祭": "zhai",
    "能": "nai", "哈": "ha", "那": "na", "车": "che", "石": "shi", "沈": "shen", "阚": "kan", "柏": "bai",
    "臧": "zang", "褚": "chu", "瞿": "qu", "佘": "she", "卜": "bu", "谌": "chen", "燕": "yan", "应": "ying",
    "句": "gou", "都": "du", "相": "xiang", "冼": "xian", "洗": "xian", "贾": "jia", "晁": "chao", "朝": "chao",
    "隗": "wei", "兴": "xing", "重": "chong", "黑": "he", "盛": "sheng", "葛": "ge", "逄": "pang", "令": "ling",
    "长": "zhang", "曲": "qu", "藏": "zang", "乜": "nie", "仉": "zhang", "强": "qiang", "干": "gan", "幺": "yao",
}  # fmt: skip
"""Family names that are read otherwise than the character alone, or that a dictionary may guess wrong."""
TWO_SYLLABLES = {
    "万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"), "令狐": ("ling", "hu"),
}  # fmt: skip


def syllables(name: str) -> list[str]:
    """A name as syllables in small letters, ü as v; what is not Chinese stays as it is."""
    name = name.replace("·", "").replace(" ", "").replace(".", "")
    if name[:2] in TWO_SYLLABLES:
        return [*TWO_SYLLABLES[name[:2]], *_read(name[2:])]
    if name[:1] in SURNAMES:
        return [SURNAMES[name[:1]], *_read(name[1:])]
    return _read(name)


def _read(text: str) -> list[str]:
    return [syllable.lower() for syllable in lazy_pinyin(text)]


def whole(name: str) -> str:
    """单小明 → shanxiaoming."""
    return "".join(syllables(name))


def initials(name: str) -> str:
    """单小明 → sxm."""
    return "".join(syllable[0] for syllable in syllables(name))
