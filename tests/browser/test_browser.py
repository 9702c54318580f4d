"""A real browser is there, and it can draw Chinese."""

from playwright.sync_api import Page

DRAW = """text => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  context.font = "40px sans-serif";
  context.fillText(text, 10, 50);
  return canvas.toDataURL();
}"""


def test_two_chinese_characters_look_different(page: Page) -> None:
    """Without a font, each would be the same empty box."""
    page.goto("data:text/html,<title>cairn</title>")
    assert page.evaluate(DRAW, "目") != page.evaluate(DRAW, "标")
