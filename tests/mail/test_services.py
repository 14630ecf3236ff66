"""Delivery through services: what each is asked, and that none gets a digest twice, whatever breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator.email_settings import Listmonk, Releases
from generator.errors import DigestifError
from generator.mail.ledger import Delivery
from generator.mail.sending.json_api import JsonApi
from generator.mail.sending.ledger_store import BRANCH, BranchLedger
from generator.mail.sending.services import Buttondown, GitHubReleases, ListmonkServer, repository_of
from tests.fetching.local_server import FakeTime
from tests.mail.mails import Page, day_digest, mail
from tests.pages.invented import HOSTILE, SECOND, invented, paper
from tests.workflows.github_stand_in.api import Answer, Forge, JsonServer, serve_forge
from tests.workflows.github_stand_in.repository import REPOSITORY, TOKEN

MAIL = mail()


@dataclass
class Newsletters:
    """Buttondown and Listmonk with what they were given; ``failures`` are answers that come first, by method."""

    emails: list[dict[str, Any]] = field(default_factory=list)
    campaigns: list[dict[str, Any]] = field(default_factory=list)
    failures: dict[str, list[Answer]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, query: dict[str, str], sent: dict[str, Any]) -> Answer:
        self.calls.append(f"{method} {path}")
        if self.failures.get(method):
            return self.failures[method].pop(0)
        if path == "/v1/emails" and method == "GET":
            page = int(query["page"])
            found = self.emails[page - 1 : page]
            return 200, {"results": found, "next": "more" if len(self.emails) > page else None}
        if path == "/v1/emails":
            self.emails.append(sent)
            return 201, sent
        if path == "/api/campaigns" and method == "GET":
            found = [each for each in self.campaigns if query["tags"] in each["tags"]]
            return 200, {"data": {"results": found, "total": len(found)}}
        if path == "/api/campaigns":
            self.campaigns.append({**sent, "id": len(self.campaigns) + 1, "status": "draft"})
            return 200, {"data": self.campaigns[-1]}
        if match := re.fullmatch(r"/api/campaigns/(\d+)/status", path):
            self.campaigns[int(match[1]) - 1]["status"] = sent["status"]
            return 200, {"data": self.campaigns[int(match[1]) - 1]}
        return 404, {"message": "Not Found"}


@pytest.fixture
def newsletters(monkeypatch: pytest.MonkeyPatch) -> Newsletters:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Newsletters()


Connect = Callable[..., JsonApi]


@pytest.fixture
def connect(newsletters: Newsletters, time: FakeTime) -> Iterator[Connect]:
    server = JsonServer(newsletters.answer)

    def api(authorization: str = "Token key") -> JsonApi:
        headers = {"Authorization": authorization}
        return JsonApi(name="Service", base=server.url, secret="THE_SECRET", headers=headers, clock=time.clock())

    yield api
    server.close()


@pytest.fixture
def forge(monkeypatch: pytest.MonkeyPatch) -> Forge:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Forge()


@pytest.fixture
def github(forge: Forge, time: FakeTime) -> Iterator[JsonApi]:
    server = serve_forge(forge)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    yield JsonApi(name="GitHub", base=server.url, secret="GITHUB_TOKEN", headers=headers, clock=time.clock())
    server.close()


def test_buttondown_gets_one_e_mail_that_is_sent_at_once(newsletters: Newsletters, connect: Connect) -> None:
    newsletters.emails.append({"subject": "Another", "metadata": {}})
    assert Buttondown(connect()).send(MAIL) is True
    email = newsletters.emails[1]
    assert (email["subject"], email["status"]) == (MAIL.subject, "about_to_send")
    assert "[A Plain Title](<https://example.org/digest/papers/plain/>)" in email["body"]
    assert Buttondown(connect()).send(MAIL) is False
    assert Buttondown(connect()).send(mail(digest=day_digest(SECOND))) is True
    assert len(newsletters.emails) == 3


def test_listmonk_gets_one_campaign_that_is_started(newsletters: Newsletters, connect: Connect) -> None:
    service = ListmonkServer(connect(), Listmonk(url="https://lists.example.org", lists=(3, 4), template=2))
    assert service.send(MAIL) is True
    [campaign] = newsletters.campaigns
    assert campaign["status"] == "running"
    assert (campaign["lists"], campaign["template_id"], campaign["content_type"]) == ([3, 4], 2, "html")
    assert campaign["body"].startswith("<div")
    assert "A Plain Title" in campaign["altbody"]
    assert service.send(MAIL) is False


def test_a_campaign_that_was_created_and_not_started_is_started(newsletters: Newsletters, connect: Connect) -> None:
    service = ListmonkServer(connect(), Listmonk(url="https://lists.example.org", lists=(3,)))
    newsletters.failures["PUT"] = [(500, {"message": "down"})]
    with pytest.raises(DigestifError, match="Service: answered 500 Internal Server Error: down"):
        service.send(MAIL)
    assert service.send(MAIL) is True
    [campaign] = newsletters.campaigns
    assert campaign["status"] == "running"
    assert "template_id" not in campaign


def test_templates_of_services_find_no_variables_in_records(newsletters: Newsletters, connect: Connect) -> None:
    Buttondown(connect()).send(MAIL)
    ListmonkServer(connect(), Listmonk(url="https://lists.example.org", lists=(3,))).send(MAIL)
    [campaign], email = newsletters.campaigns, newsletters.emails[0]
    texts = [campaign["body"], campaign["altbody"], campaign["subject"], email["body"], email["subject"]]
    assert [text for text in texts if re.search(r"\{[{%#]|&#123;&#123;|&#123;&#37;", text)] == []


def test_only_what_cannot_send_twice_is_repeated(newsletters: Newsletters, connect: Connect, time: FakeTime) -> None:
    newsletters.failures = {"GET": [(502, None), (503, None)], "POST": [(429, {"detail": "slow down"})]}
    assert Buttondown(connect()).send(MAIL) is True
    assert time.waits == [2.0, 8.0, 2.0]

    newsletters.emails.clear()
    newsletters.failures = {"POST": [(502, {"detail": "ask ada@example.com"})]}
    with pytest.raises(DigestifError) as caught:
        Buttondown(connect()).send(MAIL)
    assert str(caught.value) == "Service: answered 502 Bad Gateway: ask …\n  run this again later"
    assert newsletters.emails == []


def test_a_refused_key_is_named(newsletters: Newsletters, connect: Connect) -> None:
    newsletters.failures = {"GET": [(401, {"detail": "Invalid token."})]}
    with pytest.raises(DigestifError, match=r"answered 401 Unauthorized: Invalid token\.\n  check THE_SECRET"):
        Buttondown(connect()).send(MAIL)


def test_a_service_that_cannot_be_reached_is_tried_four_times(time: FakeTime) -> None:
    api = JsonApi(name="Service", base="http://127.0.0.1:9", secret="S", headers={}, clock=time.clock())
    with pytest.raises(DigestifError, match=r"Service: could not reach 127.0.0.1: the connection was refused"):
        Buttondown(api).send(MAIL)
    assert time.waits == [2.0, 8.0, 32.0]


def test_a_digest_is_a_release_which_people_watch(forge: Forge, github: JsonApi) -> None:
    assert GitHubReleases(github, REPOSITORY, Releases()).send(MAIL) is True
    release = forge.releases["digest-2025-07-31"]
    assert release["name"] == MAIL.subject
    assert "discussion_category_name" not in release
    assert GitHubReleases(github, REPOSITORY, Releases()).send(MAIL) is False


def test_a_release_opens_a_discussion_where_that_is_configured(forge: Forge, github: JsonApi) -> None:
    GitHubReleases(github, REPOSITORY, Releases(discussion="Announcements")).send(MAIL)
    assert forge.releases["digest-2025-07-31"]["discussion_category_name"] == "Announcements"
    with pytest.raises(DigestifError, match="check that the repository has discussions and this category"):
        GitHubReleases(github, REPOSITORY, Releases(discussion="News")).send(mail(digest=day_digest(SECOND)))


def test_a_release_mentions_nobody_and_shows_titles_letter_for_letter() -> None:
    catalog = invented({"mention": paper("@ada fixes #12 and GH-3, a @ b", abstract="Ask @bo.")})
    page = Page(MarkdownIt("commonmark", {"html": True}).render(mail(catalog=catalog).markdown()))
    for title in HOSTILE:
        shown = " ".join(title.replace("$\\gamma$", "γ").split())
        assert shown in " ".join(page.text.replace("\u2060", "").split()), title
    assert not re.search(r"[@#]\w|\bGH-\d", page.text)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "style", "iframe", "article", "title"}
    allowed = {"href", "src", "alt", "loading", "start", "tabindex", "class"}
    assert {name for _, found in page.elements for name in found} <= allowed


def test_the_ledger_is_a_branch_without_history_that_one_run_at_a_time_changes(forge: Forge, github: JsonApi) -> None:
    first = BranchLedger(github, REPOSITORY)
    assert first.load() == {}
    first.save({("2025-07-31", "smtp"): Delivery(key="0123abcd", recipients=("ab" * 16,), unconfirmed=("ab" * 16,))})
    second = BranchLedger(github, REPOSITORY)
    ledger = second.load()
    assert ledger[("2025-07-31", "smtp")].recipients == ("ab" * 16,)
    second.save({("2025-07-31", "smtp"): Delivery(complete=True)})
    with pytest.raises(DigestifError, match="the branch digestif-sent changed at the same time"):
        first.save({("2025-07-31", "smtp"): Delivery(complete=True)})
    assert forge.branches[BRANCH] == {"sent.json": '{\n "2025-07-31": {"smtp": {"state": "complete"}}\n}\n'}
    third = BranchLedger(github, REPOSITORY)
    forge.branches.clear()
    assert third.load() == {}
    second = BranchLedger(github, REPOSITORY)
    second.load()
    second.save({})
    with pytest.raises(DigestifError, match="another run is sending"):
        third.save({})


@pytest.mark.parametrize(
    ("environment", "repo_url", "name"),
    [
        ({"GITHUB_REPOSITORY": "ada/digest"}, "", "ada/digest"),
        ({}, "https://github.com/ada/my.digest", "ada/my.digest"),
        ({}, "https://gitlab.com/ada/digest", None),
        ({}, "", None),
    ],
)
def test_the_repository_is_that_of_the_workflow_or_of_the_settings(
    environment: dict[str, str], repo_url: str, name: str | None
) -> None:
    if name:
        assert repository_of(environment, repo_url) == name
    else:
        with pytest.raises(DigestifError, match="repo_url: is not a repository on GitHub"):
            repository_of(environment, repo_url)
