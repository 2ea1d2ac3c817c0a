"""Suggestions as a person meets them: with the keyboard, from the right, and not at all where they can't come."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.factories import make_keyword, make_listing


def test_suggestions_are_chosen_with_the_keyboard_and_the_form_works_without(new_page: Callable[..., Page]) -> None:
    keyword = make_keyword(name="Ahmed al-Sharaa", kind="person")
    keyword.spellings.create(language="ar", text="الشرع")
    listing = make_listing(headline="Al-Sharaa <b>in</b> Aleppo", keywords=(keyword,))
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "suggestions.json" in request.url else None)
    page.goto("/latest/")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")

    field.press_sequentially("shar", delay=20)
    expect(options).to_have_text(["Ahmed al-Sharaa Keyword", f"{listing.edition.headline} Article"])
    assert len(asked) == 1
    assert Axe().run(page).violations_count == 0
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("shar")

    field.fill("الشر")
    expect(page.get_by_role("listbox")).to_have_attribute("dir", "rtl")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(f"**{keyword.get_absolute_url()}")

    # A line that lets nothing through: the form is all there is, and enough.
    page.route("**/suggestions.json*", lambda route: Route.abort(route))
    page.get_by_role("combobox").fill("aleppo")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search/?q=aleppo")
    page.get_by_role("link", name=listing.edition.headline).click()
    page.wait_for_url(f"**{listing.get_absolute_url()}")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_who_saves_data_is_spared_suggestions(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")

    page.goto("/latest/")

    expect(page.get_by_role("searchbox")).to_have_count(1)
    expect(page.get_by_role("combobox")).to_have_count(0)


def test_conditions_stand_beside_the_results_or_behind_a_button(page: Page) -> None:
    for name in ("one", "two"):
        make_listing(headline=f"Bridge {name}", keywords=(make_keyword(name=f"Keyword {name}"),))

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/search/?q=bridge")
    choice = page.get_by_role("link", name="Keyword one")
    expect(choice).to_be_visible()
    expect(page.get_by_text("Narrow the search")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(choice).to_be_hidden()
    page.get_by_text("Narrow the search").click()
    choice.click()

    expect(page.get_by_role("heading", name="1 result")).to_be_visible()
    expect(page.get_by_role("link", name="Keyword Keyword one remove")).to_be_visible()
