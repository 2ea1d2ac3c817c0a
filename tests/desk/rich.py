"""The rich editor of a body, in a real browser."""

from playwright.sync_api import Locator, Page, expect


def editor(page: Page, field: str = "id_body") -> Locator:
    """The editor of the field, once it has taken over."""
    found = page.locator(f".rich:has(+ #{field}) .rich-page[contenteditable=true]")
    expect(found).to_be_visible()
    return found


def write(page: Page, text: str, field: str = "id_body") -> None:
    """Replaces the field's text by `text`, a paragraph a line, pasted as plain text."""
    editor(page, field).press("ControlOrMeta+a")
    _paste(page, "text/plain", text, field)


def paste(page: Page, html: str, field: str = "id_body") -> None:
    """Pastes HTML from elsewhere where the caret is."""
    _paste(page, "text/html", html, field)


def _paste(page: Page, kind: str, said: str, field: str) -> None:
    editor(page, field).evaluate(
        """(box, [kind, said]) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData(kind, said);
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            document.dispatchEvent(new CustomEvent("newsroom:flush"));
        }""",
        [kind, said],
    )


def value(page: Page, field: str = "id_body") -> str:
    """What would be saved."""
    return page.locator(f"#{field}").input_value()
