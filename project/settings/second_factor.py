"""Passkeys and codes."""

MFA_ADAPTER = "editor.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Whoever shows that an address is theirs gets the account with it, without the keys of who made it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "editor.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "editor.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "editor.accounts.second_factor_forms.ActivateTOTPForm",
    "login_webauthn": "editor.accounts.second_factor_forms.PasskeyLoginForm",
    "authenticate_webauthn": "editor.accounts.second_factor_forms.PasskeyAuthenticateForm",
    "reauthenticate_webauthn": "editor.accounts.second_factor_forms.PasskeyReauthenticateForm",
    "add_webauthn": "editor.accounts.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "editor.accounts.second_factor_forms.RenamePasskeyForm",
}
