from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

SCRIPT = 'import("./chunk-Ab12Cd34.js");\n'


def test_the_bundle_keeps_its_names_and_everything_else_gets_a_hash(settings: Settings, tmp_path: Path) -> None:
    assets = tmp_path / "static" / "bundle" / "assets"
    assets.mkdir(parents=True)
    (assets / "main-Xy56Zw78.js").write_text(SCRIPT)
    (assets / "main-Qq11Rr22.css").write_text("a { background: url(/static/bundle/assets/dot-Aa11Bb22.svg) }\n")
    (assets / "chunk-Ab12Cd34.js").write_text("export const one = 1;\n")
    (assets / "dot-Aa11Bb22.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>\n")
    (tmp_path / "static" / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>\n")
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "project.static_storage.BundleAwareStorage"}}

    call_command("collectstatic", interactive=False, verbosity=0)

    collected = {path.name for path in (tmp_path / "collected" / "bundle" / "assets").iterdir()}
    assert {name for name in collected if not name.endswith((".gz", ".br"))} == {
        "main-Xy56Zw78.js",
        "main-Qq11Rr22.css",
        "chunk-Ab12Cd34.js",
        "dot-Aa11Bb22.svg",
    }
    assert (tmp_path / "collected" / "bundle" / "assets" / "main-Xy56Zw78.js").read_text() == SCRIPT
    assert staticfiles_storage.url("bundle/assets/main-Xy56Zw78.js") == "/static/bundle/assets/main-Xy56Zw78.js"
    assert staticfiles_storage.url("icon.svg") != "/static/icon.svg"
