"""Where the URLs begin."""

from allauth.account import views as account_views
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

# There is one way to sign in, with its limits on attempts; the administration asks for staff on top of it.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/logout/", account_views.logout),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    # Its lists are among the settings.
    path("accounts/mfa/", RedirectView.as_view(pattern_name="sign_in_ways"), name="mfa_index"),
    path("accounts/mfa/webauthn/", RedirectView.as_view(pattern_name="sign_in_ways"), name="mfa_list_webauthn"),
    path("accounts/mfa/", include("allauth.mfa.urls")),
    path("accounts/", include("editor.accounts.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("", include("editor.urls")),
]
