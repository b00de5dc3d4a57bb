"""A page as a person sees it, in one of the variants, and what can be wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]

# What is wider than its box without being allowed to scroll: text that somebody cannot read.
CLIPPED = """() => {
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1) found.push('page is ' + (page.scrollWidth - page.clientWidth) + ' px too wide');
  for (const box of document.querySelectorAll('main *, nav, nav *, header, header *, dialog[open] *')) {
    const style = getComputedStyle(box);
    // A field scrolls by itself, whatever its style says.
    if (style.visibility === 'hidden' || !box.clientWidth || box.closest('.unseen') || box.matches('input')) continue;
    const scrolls = /auto|scroll/.test(style.overflowX);
    if (!scrolls && style.overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1)
      found.push(box.tagName + '.' + box.className + ' hides ' + (box.scrollWidth - box.clientWidth) + ' px: ' + box.textContent.trim().slice(0, 60));
    if (style.overflowX === 'visible' && !box.matches('option, select *, svg *, input')) {
      const edge = box.getBoundingClientRect();
      const card = box.closest('.card');
      if (card && !box.closest('.scroll, .raw, .tabs, .bar') && edge.right > card.getBoundingClientRect().right + 1)
        found.push(box.tagName + '.' + box.className + ' leaves its card: ' + box.textContent.trim().slice(0, 60));
    }
  }
  return found;
}"""

# WCAG 2.5.8 asks for 24 px; on a phone we ask it of everything that is touched.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter((each) => each.offsetParent && !each.closest('.unseen, .skip') && !(each.matches('a') && getComputedStyle(each).display === 'inline'))
  .map((each) => [each, (each.closest('label') || each).getBoundingClientRect()])
  .filter(([each, box]) => box.width && (box.height < 24 || box.width < 24))
  .map(([each, box]) => each.outerHTML.slice(0, 90) + ' is ' + Math.round(box.width) + 'x' + Math.round(box.height))"""


@dataclass(frozen=True)
class Variant:
    """A language, an appearance, a width."""

    locale: str
    theme: str
    width: int

    @property
    def name(self) -> str:
        return f"{self.locale}-{self.theme}-{self.width}"

    @property
    def is_phone(self) -> bool:
        return self.width < 760


DESK = Variant("zh_CN", "light", 1440)
PHONE = Variant("en", "dark", 390)
ALL = [
    Variant(locale, theme, width)
    for locale in ("zh_CN", "en")
    for theme in ("light", "dark")
    for width in (1440, 390)
]


@dataclass
class Visit:
    """One browser page and everything the browser complained about."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, *, status: int = 200) -> Page:
        """Load it and wait until it is quiet."""
        response = self.page.goto(self.url + path)
        assert response is not None
        assert response.status == status, (path, response.status)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def problems(self) -> list[str]:
        """Everything that is wrong with the page as it stands."""
        found = [f"console: {text}" for text in self.complaints]
        found += [f"clipped: {text}" for text in self.page.evaluate(CLIPPED)]
        if (self.page.viewport_size or {"width": 1440})["width"] < 760:
            found += [f"too small to touch: {text}" for text in self.page.evaluate(SMALL_TARGETS)]
        self.page.evaluate(AXE)
        result = self.page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)
        for violation in result["violations"]:
            for node in violation["nodes"]:
                found.append(f"axe {violation['id']}: {node['html'][:140]} {node['failureSummary'][:300]}")
        return found

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is answered with 422, which the browser reports as if it were an error.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@contextmanager
def visiting(
    browser: Browser, url: str, variant: Variant, token: str | None, *, scripts: bool = True
) -> Iterator[Visit]:
    """A fresh browser window in that variant, signed in with that session."""
    context = browser.new_context(
        viewport={"width": variant.width, "height": 844 if variant.is_phone else 900},
        locale=variant.locale.replace("_", "-"),
        timezone_id="Asia/Shanghai",
        has_touch=variant.is_phone,
        java_script_enabled=scripts,
    )
    cookies = {"causeway-language": variant.locale, "causeway-theme": variant.theme}
    if token:
        cookies["causeway"] = token
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page = context.new_page()
    visit = Visit(page, url)
    page.on("console", visit._hear)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    try:
        yield visit
    finally:
        context.close()
