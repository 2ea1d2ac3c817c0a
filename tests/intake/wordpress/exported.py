"""Small exports for tests: a test spells out only what it is about."""

from html import escape
from pathlib import Path

SITE = "https://old.example"
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Old Site</title><link>{SITE}</link>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{SITE}</wp:base_site_url>
<wp:base_blog_url>{SITE}</wp:base_blog_url>
"""
FOOT = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def author(login: str, name: str, role: str = "administrator") -> str:
    return (
        f"<wp:author><wp:author_id>1</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(f'{login}@canary.example')}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name)}</wp:author_display_name>"
        f"<wp:author_role>{role}</wp:author_role></wp:author>\n"
    )


def category(slug: str, name: str, parent: str = "", number: int = 0) -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name></wp:category>\n"
    )


def tag(slug: str, name: str) -> str:
    return f"<wp:tag><wp:tag_slug>{slug}</wp:tag_slug><wp:tag_name>{cdata(name)}</wp:tag_name></wp:tag>\n"


def comment(who: str = "Canary Commenter") -> str:
    return (
        f"<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>{cdata(who)}</wp:comment_author>"
        "<wp:comment_author_email>commenter@canary.example</wp:comment_author_email>"
        "<wp:comment_author_IP>203.0.113.77</wp:comment_author_IP>"
        "<wp:comment_agent>CanaryBrowser/1.0</wp:comment_agent>"
        f"<wp:comment_content>{cdata('A canary said this.')}</wp:comment_content></wp:comment>"
    )


def item(
    number: int,
    title: str = "A bridge opens",
    content: str = "<p>The bridge opened to traffic on Sunday.</p>",
    *,
    kind: str = "post",
    status: str = "publish",
    slug: str = "",
    at: str = "2013-05-12 09:30:00",
    terms: tuple[tuple[str, str, str], ...] = (),
    meta: tuple[tuple[str, str], ...] = (),
    **said: str,
) -> str:
    """One item. `said`: password, parent, excerpt, creator, link, guid, attachment_url, and `more` as it stands."""
    slug = slug or f"{kind}-{number}"
    filed = "".join(f'<category domain="{of}" nicename="{each}">{cdata(name)}</category>' for of, each, name in terms)
    kept = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in meta
    )
    link = said.get("link", f"{SITE}/{at[:4]}/{at[5:7]}/{slug}/")
    return (
        f"<item><title>{cdata(title)}</title><link>{escape(link)}</link>"
        f"<guid>{escape(said.get('guid', f'{SITE}/?p={number}'))}</guid>"
        f"<dc:creator>{cdata(said.get('creator', ''))}</dc:creator><content:encoded>{cdata(content)}</content:encoded>"
        f"<excerpt:encoded>{cdata(said.get('excerpt', ''))}</excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{at}</wp:post_date><wp:post_date_gmt>{at}</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>"
        f"<wp:status>{status}</wp:status><wp:post_parent>{said.get('parent', '0')}</wp:post_parent>"
        f"<wp:post_type>{kind}</wp:post_type><wp:post_password>{said.get('password', '')}</wp:post_password>"
        f"<wp:attachment_url>{said.get('attachment_url', '')}</wp:attachment_url>{filed}{kept}{said.get('more', '')}"
        "</item>\n"
    )


def picture(number: int, path: str, title: str = "", parent: str = "0", **said: str) -> str:
    return item(
        number, title or Path(path).stem, "", kind="attachment", status="inherit", parent=parent,
        attachment_url=f"{SITE}/wp-content/uploads/{path}", meta=(("_wp_attached_file", path),),
        link=f"{SITE}/?attachment_id={number}", **said,
    )  # fmt: skip


def export(*parts: str) -> str:
    return HEAD + "".join(parts) + FOOT


def saved(path: Path, *parts: str) -> Path:
    path.write_text(export(*parts), encoding="utf-8")
    return path


NEWS, OPINION, ALEPPO = (
    ("category", "news", "News"),
    ("category", "opinion", "Opinion"),
    ("category", "aleppo", "Aleppo"),
)
LONG = "<p>" + "A long way to go. " * 400 + "</p>"
HIDDEN = ("draft", "pending", "private", "future")


def rich() -> list[str]:
    """One of everything."""
    return [
        author("canarylogin", "Rana Haddad"),
        author("canaryonly", "canaryonly"),
        author("canarymail", "someone@canary.example"),
        category("news", "News", number=3), category("opinion", "Opinion", number=4),
        category("aleppo", "Aleppo"), category("uncategorized", "Uncategorized"),
        tag("assad", "Assad"), tag("bashar-al-assad", "Bashar Al Assad"), tag("bridges", "Bridges"),
        picture(50, "2013/05/bridge.jpg", "The new bridge over the river", parent="1"),
        picture(51, "2013/05/report.pdf"), picture(52, "2013/05/lost.jpg", parent="20"),
        item(
            1, "Analysis: The bridge <em>opens</em> &amp; traffic flows",
            '<img class="wp-image-50" src="https://old.example/wp-content/uploads/2013/05/bridge-300x200.jpg" alt="" />'
            "<p>The bridge opened on Sunday.</p><p>Unlisted:</p>"
            '<img src="https://old.example/wp-content/uploads/2013/05/unlisted.png" alt="A map" />',
            slug="bridge-opens", creator="canarylogin", excerpt="The city <b>celebrates</b>.", more=comment(),
            terms=(NEWS, OPINION, ALEPPO, ("post_tag", "assad", "Assad"), ("post_tag", "bridges", "Bridges")),
            meta=(("_thumbnail_id", "50"), ("_yoast_wpseo_primary_category", "3"), ("_wp_old_slug", "a-bridge")),
        ),
        item(2, "The same day", slug="bridge-opens", link="https://old.example/?p=2", terms=(OPINION,)),
        item(3, "", "<p>No headline stands over this text, only words.</p>", creator="canaryonly"),
        item(4, "word " * 80), item(5, "No text", ""), item(6, "Undated", at="0000-00-00 00:00:00"),
        item(7, "جسر جديد", slug="%d8%ac%d8%b3%d8%b1-%d8%ac%d8%af%d9%8a%d8%af"),
        item(8, "Too long", LONG * 45), item(9, "A briefing", kind="briefing"),
        *(item(20 + n, f"Secret {status}", status=status) for n, status in enumerate(HIDDEN)),
        item(25, "Secret password", password="canary"), item(26, "Secret to come", at="2199-01-01 00:00:00"),
        item(30, "In the bin", status="trash"), item(31, "Menu", kind="nav_menu_item"),
        item(32, "Old state", kind="revision", status="inherit"), item(2, "Twice"),
        item(40, "About us", kind="page", slug="about"),
        item(41, "Team", kind="page", parent="40", slug="team"),
        item(42, "Secret page", kind="page", status="private", slug="secret"),
        item(43, "Below a secret", kind="page", parent="42", slug="below"),
        item(44, "Another team", kind="page", parent="43", slug="team"),
    ]  # fmt: skip
