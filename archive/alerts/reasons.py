"""Why a message did not get through: what the libraries say, in words with what to do, and without a secret. Pure."""

from __future__ import annotations

import http.client
import smtplib
import ssl

_SECURITY = "check host, port and security"
_LACKING = {  # what a mail server does not offer, by the word in the library's sentence
    "STARTTLS": 'the mail server offers no encryption (STARTTLS): use security = "tls" and its port, often 465',
    "SMTPUTF8": "the mail server takes no addresses beyond ASCII (SMTPUTF8): use others",
    "AUTH": 'the mail server takes no password on this way: use security = "starttls" or "tls", or leave user out',
}
_OF_TLS = {
    "CERTIFICATE_VERIFY_FAILED": "the server's certificate is for another name, or none that this machine trusts: "
    "check the host, or name its authority as cacert",
    "WRONG_VERSION_NUMBER": f"what answers does not speak TLS from the start: {_SECURITY}",
}


def reason(error: Exception) -> str:
    """Return why, for any error of sending."""
    if isinstance(error, smtplib.SMTPException):
        return _of_mail(error)
    if isinstance(error, ssl.SSLError):
        name = error.reason or type(error).__name__
        return f"TLS failed ({name}): {_OF_TLS.get(name, _SECURITY)}"
    if isinstance(error, http.client.InvalidURL | UnicodeError):
        return "its address cannot be asked for: correct it in alerts.toml"
    if isinstance(error, http.client.HTTPException):
        return f"what answers does not speak HTTP as it should ({type(error).__name__}): check url"
    why = "no answer in time" if isinstance(error, TimeoutError) else getattr(error, "strerror", None)
    return f"it cannot be reached ({why or type(error).__name__})"


def _of_mail(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        return f"the mail server refused the recipient (code {codes})"
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_code(error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return f"the mail server closed the connection: {_SECURITY}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        lacking = next((words for word, words in _LACKING.items() if word in str(error)), "")
        return lacking or f"the mail server lacks what is needed: {_SECURITY}"
    return f"no way of logging in is known to both the mail server and beilin ({type(error).__name__}): {_SECURITY}"


def _of_code(error: smtplib.SMTPResponseException) -> str:
    if error.smtp_code < 0:  # smtplib's own, for an answer without a code
        return f"what answers does not speak SMTP: {_SECURITY}"
    what = "the user or the password" if isinstance(error, smtplib.SMTPAuthenticationError) else "it"
    return f"the mail server refused {what} (code {error.smtp_code})"
