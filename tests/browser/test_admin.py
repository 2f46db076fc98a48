"""The administration works under the same content security policy as everything else."""

from playwright.sync_api import expect

from tests.browser.people import People
from tests.people import make_document, make_user


def test_every_page_has_a_strict_policy(people: People) -> None:
    ada = people.come()
    for path in ("/", "/accounts/login/", f"/documents/{make_document(ada.user).pk}/", "/nothing"):
        policy = ada.context.request.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_superuser_finds_people_documents_and_their_log(people: People) -> None:
    boss = make_user("Boss", is_staff=True, is_superuser=True)
    document = make_document(boss)
    screen = people.come(user=boss).open(document)
    screen.write("Ledger of the year")
    screen.expect_saved()
    page = screen.page
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/admin/editor/user/")
    page.get_by_role("textbox", name="Search").fill(boss.email)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=boss.email).click()
    expect(page.get_by_label("Name")).to_have_value("Boss")
    page.goto(f"/admin/editor/document/{document.pk}/change/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/admin/editor/document/{document.pk}/log/")
    expect(page.get_by_role("cell", name="Boss").first).to_be_visible()
