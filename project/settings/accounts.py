"""Who gets in, and how."""

from project.settings.environment import env
from project.settings.mail import EMAIL_HOST
from project.settings.site import DEVELOPMENT, HTTPS

AUTH_USER_MODEL = "editor.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# How long an invitation to a document can be accepted.
INVITATION_DAYS = env.number("INVITATION_DAYS", 14, minimum=1)
SIGN_UP = env.choice("SIGN_UP", ["open", "invited", "closed", "domains"], "invited")
SIGN_UP_DOMAINS = env.words("SIGN_UP_DOMAINS")
if (SIGN_UP == "domains") != bool(SIGN_UP_DOMAINS):
    env.problem("SIGN_UP=domains and SIGN_UP_DOMAINS (for example example.org,example.com) belong together")
TEAM_CREATION = env.choice("TEAM_CREATION", ["everyone", "admins"], "everyone")
SPACE_CREATION = env.choice("SPACE_CREATION", ["everyone", "admins"], "everyone")
ACCOUNT_ADAPTER = "editor.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "editor.accounts.entrance_forms.LoginForm",
    "signup": "editor.accounts.entrance_forms.SignupForm",
    "reset_password": "editor.accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "editor.accounts.entrance_forms.ResetPasswordKeyForm",
    "change_password": "editor.accounts.entrance_forms.ChangePasswordForm",
    "set_password": "editor.accounts.entrance_forms.SetPasswordForm",
    "add_email": "editor.accounts.entrance_forms.AddEmailForm",
    "reauthenticate": "editor.accounts.entrance_forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "editor.accounts.forms.SignupForm"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# Without a mail server nobody could confirm an address, so then it isn't asked for.
ACCOUNT_EMAIL_VERIFICATION = env.choice(
    "EMAIL_VERIFICATION", ["mandatory", "none"], "mandatory" if EMAIL_HOST and not DEVELOPMENT else "none"
)
if ACCOUNT_EMAIL_VERIFICATION == "mandatory" and not EMAIL_HOST and not DEVELOPMENT:
    env.problem("EMAIL_VERIFICATION=mandatory needs a mail server in EMAIL_HOST")
if SIGN_UP == "domains" and ACCOUNT_EMAIL_VERIFICATION == "none" and not DEVELOPMENT:
    env.problem("SIGN_UP=domains needs EMAIL_VERIFICATION=mandatory: anybody can write down an address")
