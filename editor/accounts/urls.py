"""Single sign-on beside what allauth answers. An account that the provider vouches for needs no form to sign up, and
accounts are connected by their address alone.
"""

from allauth.socialaccount.views import login_cancelled, login_error
from django.urls import path
from django.views.generic import RedirectView

from editor.accounts import single_sign_on

urlpatterns = [
    path("single-sign-on/", single_sign_on.start, name="single_sign_on"),
    path("single-sign-on/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("single-sign-on/error/", login_error, name="socialaccount_login_error"),
    path("single-sign-on/sign-up/", RedirectView.as_view(pattern_name="account_login"), name="socialaccount_signup"),
    path(
        "single-sign-on/accounts/", RedirectView.as_view(pattern_name="sign_in_ways"), name="socialaccount_connections"
    ),
]
