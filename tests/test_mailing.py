"""Notices as mail, through a mail server of the test's own on this machine."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connections, transaction

from articles import mailing, workflow
from articles.models import EditorialNote, Member, Notice, Status
from tests.factories import make_article, make_editor, make_source, make_translated, make_translator
from tests.fixtures.browsers import free_port

NOW = timedelta(0)


class MailServer:
    """What was delivered; refuses the addresses in `refuses`."""

    def __init__(self) -> None:
        self.refuses: set[str] = set()
        self.delivered: list[EmailMessage] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refuses:
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.delivered.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    handler, port = MailServer(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    settings.MAILERS = smtp(port)
    controller.start()
    yield handler
    controller.stop()


def smtp(port: int) -> dict[str, Any]:
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def tell(*members: Member, kind: Notice.Kind = Notice.Kind.ASSIGNED, times: int = 1, by: Member | None = None) -> None:
    for _each in range(times):
        workflow.tell(kind, make_article(original=False), members, by=by)


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@pytest.mark.django_db
class TestMail:
    def test_ten_things_make_one_message(self, mail_server: MailServer) -> None:
        rana = make_translator(email="rana@example.org")
        tell(rana, times=10, by=make_editor(first_name="Nour", last_name="Haddad"))

        sent = mailing.mail_notices(NOW)

        [message] = mail_server.delivered
        assert sent == 1
        assert message["To"] == "rana@example.org"
        assert message["Subject"] == "Newsroom: 10 things at the desk concern you"
        assert text_of(message).count("Nour Haddad assigned an article to you.") == 10
        for article_pk in Notice.objects.values_list("article", flat=True):
            assert f"http://localhost:8000/admin/articles/article/{article_pk}/change/\n" in text_of(message)
        assert not Notice.objects.filter(sent_at=None).exists()
        assert mailing.mail_notices(NOW) == 0

    def test_what_just_happened_waits_for_what_follows(self, mail_server: MailServer) -> None:
        tell(make_translator(email="rana@example.org"))

        assert mailing.mail_notices() == 0

        Notice.objects.update(at=workflow.database_now() - mailing.SETTLES_AFTER)
        assert mailing.mail_notices() == 1

    def test_it_is_written_in_the_members_language_and_hours(self) -> None:
        rana = make_translator(email="rana@example.org", interface_language="ar", time_zone="Asia/Beirut")
        notice = Notice(kind=Notice.Kind.ASSIGNED, article=make_article(), at=datetime(2026, 6, 30, 21, 17, tzinfo=UTC))

        text = str(mailing.message_for(rana, [notice]).body)

        assert "يوليو" in text
        assert "12:17" in text
        assert "Asia/Beirut" in text

    def test_not_a_word_of_a_text_is_in_it(self, mail_server: MailServer) -> None:
        word = "CANARY"
        translator = make_translator(email="rana@example.org")
        editor = make_editor(email="nour@example.org")
        article = make_translated(
            translator=translator, assignee=editor, headline=f"{word} headline", standfirst=f"{word}.",
            body=f"<p>{word} 12</p>", slug=f"{word.lower()}-slug", source=make_source(name=f"{word} Times"),
        )  # fmt: skip
        EditorialNote.objects.create(article=article, by=editor, text=f"{word} note")
        workflow.transition(article, Status.DRAFT, by=editor, note=f"{word} reason")
        for kind in Notice.Kind:
            workflow.tell(kind, article, [translator, editor], by=make_editor())

        mailing.mail_notices(NOW)

        assert len(mail_server.delivered) == 2
        for message in mail_server.delivered:
            assert word.lower() not in message.as_string().lower()
            assert word.lower() not in text_of(message).lower()
            assert "None" not in text_of(message)
            assert f"/articles/article/{article.pk}/change/" in text_of(message)

    @pytest.mark.parametrize("fields", [{"email": ""}, {"wants_mail": False}, {"is_active": False}])
    def test_who_wants_none_gets_none(self, mail_server: MailServer, fields: dict[str, Any]) -> None:
        member = make_translator(email="rana@example.org")
        tell(member)
        Member.objects.filter(pk=member.pk).update(**fields)

        assert mailing.mail_notices(NOW) == 0

        assert mail_server.delivered == []
        assert not Notice.objects.filter(sent_at=None).exists()

    def test_without_a_mail_server_everything_waits(self, settings) -> None:
        settings.MAILERS = smtp(free_port())
        tell(make_translator(email="rana@example.org"))

        with pytest.raises(ConnectionRefusedError):
            mailing.mail_notices(NOW)

        assert Notice.objects.filter(sent_at=None).count() == 1

    def test_one_refused_address_keeps_no_other_message_back(self, mail_server: MailServer) -> None:
        mail_server.refuses = {"wrong@example.org"}
        wrong, right = make_translator(email="wrong@example.org"), make_translator(email="right@example.org")
        tell(wrong)
        tell(right)

        with pytest.raises(mailing.MailNotSent, match="1 of 2 messages were refused"):
            mailing.mail_notices(NOW)

        assert [message["To"] for message in mail_server.delivered] == ["right@example.org"]
        assert Notice.objects.get(sent_at=None).member == wrong

    def test_what_could_not_be_sent_for_days_is_given_up(self, mail_server: MailServer) -> None:
        mail_server.refuses = {"wrong@example.org"}
        tell(make_translator(email="wrong@example.org"))
        Notice.objects.update(at=workflow.database_now() - mailing.GIVEN_UP_AFTER)

        assert mailing.mail_notices(NOW) == 0
        assert not Notice.objects.filter(sent_at=None).exists()

    def test_members_choose_address_and_mail_in_their_own_settings(self, client) -> None:
        rana = make_translator()
        client.force_login(rana)
        given = {"interface_language": "en", "time_zone": "", "email": "rana@example.org"}

        page = client.get("/admin/settings/")
        client.post("/admin/settings/", given)

        rana.refresh_from_db()
        assert 'name="wants_mail"' in page.content.decode()
        assert (rana.email, rana.wants_mail) == ("rana@example.org", False)


def test_two_workers_send_no_message_twice(committed_db, mail_server: MailServer) -> None:
    rana = make_translator(email="rana@example.org")
    tell(rana)
    counts = []

    def other_worker() -> None:
        counts.append(mailing.mail_to(rana.pk))
        connections.close_all()

    with transaction.atomic():
        mailing.mail_to(rana.pk)
        thread = threading.Thread(target=other_worker, daemon=True)
        thread.start()
        thread.join(timeout=20)

    assert counts == [False]
    assert len(mail_server.delivered) == 1
