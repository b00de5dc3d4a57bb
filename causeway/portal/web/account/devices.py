"""What a session was begun with, as a person would call it; told from the browser's own word, so only a hint."""

import re

from causeway.portal.web.i18n import gettext

# The first that fits: browsers name those that they descend from as well.
_BROWSERS = (
    (re.compile(r"wxwork/", re.IGNORECASE), "WeCom"),
    (re.compile(r"MicroMessenger/"), "WeChat"),
    (re.compile(r"DingTalk/"), "DingTalk"),
    (re.compile(r"Lark/|Feishu/"), "Feishu"),
    (re.compile(r"Edg(?:e|A|iOS)?/"), "Edge"),
    (re.compile(r"QQBrowser/"), "QQ Browser"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrome/|CriOS/"), "Chrome"),
    (re.compile(r"Version/[\d.]+ .*Safari/"), "Safari"),
)
_SYSTEMS = (
    (re.compile(r"iPhone|iPad"), "iOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"HarmonyOS|OpenHarmony"), "HarmonyOS"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Mac OS X|Macintosh"), "macOS"),
    (re.compile(r"Linux|X11"), "Linux"),
)


def device_of(user_agent: str | None) -> str:
    """For example "Chrome on Windows"."""
    given = user_agent or ""
    browser = next((name for pattern, name in _BROWSERS if pattern.search(given)), None)
    system = next((name for pattern, name in _SYSTEMS if pattern.search(given)), None)
    if browser and system:
        return gettext("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or gettext("Unknown device")
