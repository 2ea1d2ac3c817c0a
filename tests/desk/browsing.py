"""What several tests do in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def serious(page: Page) -> list[str]:
    """What shuts somebody out of the page, once all of it is there."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in ("serious", "critical")]


def choose(page: Page, field: str, typed: str, name: str) -> None:
    """Chooses `name` in a field that asks the desk for what fits while one types."""
    shown = page.locator(f"#id_{field} + .select2-container")
    shown.click()
    page.locator(".select2-search__field:focus").fill(typed)
    # Each answer takes the place of the list before it, also under the finger of who chooses.
    expect(page.locator(".loading-results")).to_have_count(0)
    page.get_by_role("option", name=name).click()
    expect(shown).to_contain_text(name)
