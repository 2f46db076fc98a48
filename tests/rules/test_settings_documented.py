"""Every variable that the environment may set stands in README.md's table, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READERS = [*sorted((ROOT / "project/settings").glob("*.py")), ROOT / "project/serve.py", ROOT / "project/local/run.py"]
_READ = re.compile(
    r"""(?:env\.|\b_)(?:text|flag|number|words|choice)\(\s*["']([A-Z0-9_]+)["']|environ(?:\.get\(|\[)["']([A-Z0-9_]+)["']"""
)


def variables() -> set[str]:
    sources = [reader.read_text() for reader in READERS]
    found = {one or other for source in sources for one, other in _READ.findall(source)}
    return found - {"DJANGO_SETTINGS_MODULE"}


def test_every_variable_is_documented() -> None:
    readme = (ROOT / "README.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", readme, re.MULTILINE))
    assert documented == variables()


def test_only_the_settings_read_the_environment() -> None:
    for path in [*(ROOT / "editor").rglob("*.py"), *(ROOT / "project").glob("*.py")]:
        if path.name in {"serve.py", "asgi.py"}:
            continue
        assert "os.environ" not in path.read_text(), path
