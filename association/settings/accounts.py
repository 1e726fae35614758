"""Who signs in, and how; see ``docs/adr/0014``."""

from typing import Any

# Rights come from the roles that are held at the moment of asking.
AUTHENTICATION_BACKENDS = ["core.users.backends.RoleBackend"]
# One sign-in for readers and editors; every other form for passwords leads to it.
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_email"
ACCOUNT_ADAPTER = "members.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "members.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
# A session lasts as long as its cookie says; nobody is asked.
ACCOUNT_SESSION_REMEMBER = True
# What changes an account asks for password or second factor again; a code by e-mail is neither.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Letters of the library name people by their address: a name is whatever somebody typed.
ACCOUNT_USER_DISPLAY = "members.accounts.naming.displayed"
ACCOUNT_PREVENT_ENUMERATION = "strict"
_FORMS = "members.accounts.keys"
MFA_FORMS = {
    "add_webauthn": f"{_FORMS}.AddKeyForm",
    "authenticate_webauthn": f"{_FORMS}.AuthenticateKeyForm",
    "login_webauthn": f"{_FORMS}.LoginKeyForm",
    "reauthenticate_webauthn": f"{_FORMS}.ReauthenticateKeyForm",
}
MFA_ADAPTER = "members.accounts.adapters.SecondFactorAdapter"
# To change the address asks for the second factor again; without a confirmed one nobody is let in.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Clocks of telephones are some seconds off.
MFA_TOTP_TOLERANCE = 1
# Passwords and addresses are changed where their second factor is asked for, not in Wagtail's own pages.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
