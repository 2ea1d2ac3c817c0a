"""One real story in a real browser: attached, translated, verified, published, found and read; each step by its own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from articles.models import Article, Listing, Member, Publication, Status
from tests.desk.browsing import choose
from tests.desk.rich import write
from tests.factories import (
    PASSWORD,
    make_editor,
    make_keyword,
    make_publisher,
    make_section,
    make_source,
    make_translated,
    make_translator,
)
from tests.fixtures.browsers import LiveSite

# The page of a site of this kind that the project began with. It is no part of the project: where it is not at hand,
# a story of our own takes its place.
GIVEN = Path(os.environ.get("STORY_FILE") or Path(__file__).resolve().parents[3] / "shared/data/seed-article.txt")
OWN = """The two banks meet again

The mayor called the bridge “a promise that took fourteen months to keep.”

The stone bridge at Darkush opened to traffic on Sunday, the town's council announced, after fourteen months of work.

Lorries had taken a detour of 38 kilometres since the flood of last winter, and the price of vegetables with them.

“We did not build it alone,” said the mayor. He thanked the masons of three villages on either bank.

A second lane is to follow in spring, the council said, if the money that was promised arrives.

This article was translated and edited by us."""
ARABIC_HEADLINE = "القيادة المركزية تعلن عملية مشتركة مع دمشق ضد تنظيم داعش"
ARABIC = """أعلنت القيادة المركزية الأمريكية اليوم أن قواتها نفذت بالتنسيق مع وزارة الداخلية السورية عملية مشتركة واسعة.

وبين 24 و27 تشرين الثاني حددت الفرق أكثر من خمسة عشر مخبأ للأسلحة في ريف دمشق ودمرتها، وفيها أكثر من 130 قذيفة.

ووصف قائد القيادة المركزية العملية بأنها شراكة ناجحة مع وزارة الداخلية، وقال إن قواته ستبقى يقظة.

ويأتي الإعلان بعد أسابيع من انضمام سوريا إلى التحالف الدولي في 12 تشرين الثاني، وزيارة الرئيس إلى واشنطن في 10 منه.

وفي البادية جنوب دمشق، حيث كان التنظيم يسيطر ذات يوم، تشير هذه العمليات إلى فصل جديد من التعاون."""


@dataclass(frozen=True)
class Story:
    headline: str
    standfirst: str
    body: str


def story() -> Story:
    """The story's own words, without what the site adds: search box, caption, disclaimer, keywords."""
    text = GIVEN.read_text() if GIVEN.is_file() else OWN
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines[0] == "Search":
        lines = lines[1:]
    headline, standfirst, *rest = lines
    end = next(number for number, line in enumerate(rest) if line.startswith("This article was translated"))
    paragraphs = [line for line in rest[:end] if line != standfirst]
    return Story(headline, standfirst, "\n\n".join(paragraphs))


class Desk:
    """The desk as one member sees it, signed in by name and password in a browser of their own."""

    def __init__(self, page: Page, member: Member) -> None:
        self.page = page
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(member.username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("heading", name="The desk", exact=True)).to_be_visible()

    def open(self, article: Article) -> Page:
        self.page.goto(f"/admin/articles/article/{article.pk}/change/")
        return self.page

    def step(self, article: Article, slug: str) -> int:
        """The status of the answer to whoever types the step's address."""
        response = self.page.goto(f"/admin/articles/article/{article.pk}/step/{slug}/")
        assert response is not None
        return response.status


def test_a_story_goes_from_an_attached_original_to_a_reader(new_page: Callable[..., Page]) -> None:
    told = story()
    Publication.objects.update(name="The Orontes Reader")
    make_source(name="Al-Shahba", native_name="الشهباء", original_display="full", homepage_url="https://shahba.example")
    make_section(name="Politics")
    make_keyword(name="Damascus", kind="place")
    translator = Desk(new_page(), make_translator(credit="name", first_name="Rana", last_name="Khoury"))
    editor = Desk(new_page(), make_editor())
    publisher = Desk(new_page(), make_publisher())

    # The translator attaches the original and translates it.
    page = translator.page
    page.goto("/admin/articles/article/add/?blank=1")
    page.locator("#id_headline").fill(told.headline)
    page.locator("#id_standfirst").fill(told.standfirst)
    write(page, told.body)
    choose(page, "source", "Shahba", "Al-Shahba")
    page.locator("#id_section").select_option("Politics")
    page.locator("#id_translations-0-headline").fill(ARABIC_HEADLINE)
    write(page, ARABIC, "id_translations-0-body")
    page.locator("#id_translations-0-byline").fill("سلمى الحلبي")
    page.locator("#id_translations-0-url").fill("https://shahba.example/1")
    page.locator("#keyword_rows-group .add-row a").click()
    choose(page, "keyword_rows-0-tag", "Damas", "Damascus")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    article = Article.objects.get()
    translator.open(article)
    page.get_by_role("button", name="Hand over as translated").click()
    expect(page.get_by_text("Handed over: it waits for an editor.")).to_be_visible()
    article.refresh_from_db()
    assert article.status == Status.TRANSLATED

    # Nobody but an editor verifies.
    expect(page.get_by_role("link", name="Verify the disclaimer")).to_have_count(0)
    assert translator.step(article, "verify") == 403
    page = editor.open(article)
    page.get_by_role("link", name="Verify the disclaimer").click()
    expect(page.get_by_text("The Orontes Reader has not verified the content of this story.")).to_be_visible()
    page.get_by_role("button", name="Verify the disclaimer").click()
    expect(page.get_by_text("Verified: it can be published.")).to_be_visible()
    article.refresh_from_db()
    assert article.status == Status.VERIFIED

    # Nobody but a publisher publishes, where there are publishers; and no reader has seen anything so far.
    assert editor.step(article, "publish") == 403
    assert translator.step(article, "publish") == 403
    assert not Listing.objects.exists()
    page = publisher.open(article)
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Readers see it now.")).to_be_visible()

    # A reader finds it with the search box, and reads whose words these are, and the original beside it.
    reader = new_page(java_script_enabled=False)
    reader.goto("/")
    reader.get_by_role("searchbox").first.fill(" ".join(told.headline.split()[:3]))
    reader.get_by_role("button", name="Search").first.click()
    reader.get_by_role("link", name=told.headline).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(told.headline)
    expect(reader.get_by_text("The Orontes Reader has not verified the content of this story.")).to_be_visible()
    expect(reader.get_by_text(told.body.split("\n\n")[-1][:80])).to_be_visible()
    expect(reader.get_by_role("complementary").get_by_text("Rana Khoury")).to_be_visible()
    expect(reader.get_by_role("link", name="Al-Shahba").first).to_be_visible()
    expect(reader.get_by_role("link", name="Damascus")).to_be_visible()
    assert reader.context.cookies() == []
    reader.goto(f"{reader.url}parallel/")
    original = reader.get_by_text(ARABIC.split("\n\n")[1][:40])
    expect(original).to_be_visible()
    assert original.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert original.evaluate("e => e.closest('[lang]').lang") == "ar"


def test_a_stranger_is_asked_to_sign_in_at_every_step(page: Page, live_site: LiveSite) -> None:
    article = make_translated()

    for slug in ("hand-over", "verify", "approve", "publish", "send-back", "take-down", "redact"):
        page.goto(f"/admin/articles/article/{article.pk}/step/{slug}/")

        assert "/admin/login/" in page.url
        assert article.headline not in page.content()
