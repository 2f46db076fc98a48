"""Single sign-on at an OpenID Connect provider."""

from typing import Any

from project.settings.environment import env
from project.settings.site import DEVELOPMENT

OIDC_ISSUER = env.text("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.text("OIDC_NAME", "single sign-on")
OIDC_TRUSTED_DOMAINS = env.words("OIDC_TRUSTED_DOMAINS")
SSO_ONLY = env.flag("SSO_ONLY", default=False)
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    env.problem("OIDC_ISSUER needs OIDC_CLIENT_ID")
if OIDC_ISSUER and not DEVELOPMENT and not OIDC_ISSUER.startswith("https://"):
    env.problem("OIDC_ISSUER must be an https address")
if SSO_ONLY and not OIDC_ISSUER:
    env.problem("SSO_ONLY needs OIDC_ISSUER: otherwise nobody could sign in")
SOCIALACCOUNT_ADAPTER = "editor.accounts.single_sign_on.SocialAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "provider_class": "editor.accounts.single_sign_on.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,
        "APPS": [],
    }
}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "sso",
            "name": OIDC_NAME,
            "client_id": OIDC_CLIENT_ID,
            "secret": OIDC_CLIENT_SECRET,
            "settings": {"server_url": OIDC_ISSUER, "verified_email": OIDC_TRUSTED_DOMAINS or False},
        }
    )
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
