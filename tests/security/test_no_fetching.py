"""Nobody makes the server ask another one: what could fetch an address is used where the operator named it, alone."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLIENTS = {"requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request", "ftplib"}
# What may: each asks the servers of the settings, and takes no address from anybody else.
NAMED_BY_THE_OPERATOR = {
    "editor/accounts/single_sign_on.py",  # OIDC_ISSUER
    "project/healthcheck.py",  # this process
}


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_nothing_of_ours_fetches_an_address_that_somebody_wrote() -> None:
    """What does one day (previews, imports) resolves and checks all addresses first, and follows nothing unchecked."""
    sources = [*(ROOT / "editor").rglob("*.py"), *(ROOT / "project").glob("*.py")]
    assert len(sources) > 100
    fetching = {str(path.relative_to(ROOT)) for path in sources if imported(path) & CLIENTS}
    assert fetching <= NAMED_BY_THE_OPERATOR
