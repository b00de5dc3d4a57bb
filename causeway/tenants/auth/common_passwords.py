"""Passwords that guessing begins with: well-known long ones, and short well-known ones stretched to pass.

Only what is 12 characters or longer matters, because shorter ones are refused by their length.
"""

import re

# Words that people reach for, in English and in Chinese habit (520 1314: "I love you, a whole life").
_WORDS = frozenset(
    [
        "password",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "pass",
        "passwort",
        "admin",
        "administrator",
        "root",
        "welcome",
        "welcom",
        "changeme",
        "letmein",
        "login",
        "qwerty",
        "qwertyuiop",
        "qwert",
        "asdf",
        "asdfgh",
        "asdfghjkl",
        "zxcvbn",
        "zxcvbnm",
        "1qaz",
        "2wsx",
        "3edc",
        "4rfv",
        "1q2w3e",
        "1q2w3e4r",
        "1q2w3e4r5t",
        "qazwsx",
        "qazwsxedc",
        "abc",
        "abcd",
        "abcdef",
        "abcdefgh",
        "test",
        "testing",
        "demo",
        "guest",
        "user",
        "default",
        "secret",
        "master",
        "superman",
        "batman",
        "dragon",
        "monkey",
        "football",
        "baseball",
        "iloveyou",
        "loveyou",
        "iloveu",
        "sunshine",
        "princess",
        "shadow",
        "trustno1",
        "whatever",
        "computer",
        "internet",
        "google",
        "microsoft",
        "windows",
        "iphone",
        "samsung",
        "company",
        "office",
        "supplier",
        "distributor",
        "procurement",
        "purchase",
        "order",
        "causeway",
        "portal",
        "woaini",
        "woaini520",
        "woaiwo",
        "aini",
        "wang",
        "zhang",
        "wangyi",
        "zhongguo",
        "china",
        "beijing",
        "shanghai",
        "nihao",
        "mima",
        "taobao",
        "alibaba",
        "weixin",
        "spring",
        "summer",
        "autumn",
        "winter",
        "monday",
        "friday",
        "january",
        "december",
        "520",
        "1314",
        "5201314",
        "1314520",
        "521",
        "888",
        "666",
        "168",
        "123",
        "1234",
        "12345",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "987654321",
        "0987654321",
        "321",
        "654321",
        "111",
        "000",
        "110",
        "119",
        "112233",
        "123123",
        "147258369",
        "147258",
        "159357",
        "741852963",
        "789456123",
        "zaq12wsx",
    ]
)
_DECORATION = re.compile(r"[\s!@#$%^&*()_+\-=.,?~]+")
_AS_LETTERS = str.maketrans("@$", "as")
_REPEATED = re.compile(r"(.{1,6}?)\1+")
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def is_common(folded: str) -> bool:
    """Whether the folded password is a well-known one: known words in a row, one piece repeated, or a run of keys."""
    if _REPEATED.fullmatch(folded) or _is_run(folded):
        return True
    spellings = {folded, folded.translate(_AS_LETTERS)}
    return any(_is_made_of_words(_DECORATION.sub("", spelling)) for spelling in spellings)


def _is_run(folded: str) -> bool:
    return any(folded in run or folded in run[::-1] for run in _RUNS)


def _is_made_of_words(text: str) -> bool:
    """Whether known words alone make up the text, which may end in a few digits.

    Four words or more pass: a phrase, even of common words, is not what guessing begins with.
    """
    fewest: list[int | None] = [0] + [None] * len(text)
    for end in range(1, len(text) + 1):
        counts = [
            before + 1
            for start in range(max(0, end - 13), end)
            if (before := fewest[start]) is not None and text[start:end] in _WORDS
        ]
        fewest[end] = min(counts, default=None)
    tail = len(text) - len(text.rstrip("0123456789"))
    ends = {len(text)} | ({len(text) - tail} if tail <= 4 else set())
    return any((count := fewest[end]) is not None and count <= 3 for end in ends)
