"""Errors of S3 and of botocore as sentences: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import DigestifError

_WRONG_CREDENTIALS = (
    "{shown} refuses the credentials",
    "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile in AWS_PROFILE, and AWS_ENDPOINT_URL if the "
    "bucket is not at Amazon",
)
_EXPIRED = ("the credentials for {shown} have expired", "log in again, for example with: aws sso login")
_WRONG_REGION = ("{bucket} is in another region", "set AWS_REGION to the region of the bucket")
_FULL = ("the storage of {shown} is full", "free some space, or raise the quota, and run this again: it continues")
_NO_NETWORK = (
    "could not reach the host of {shown}: {error}",
    "check the network, and AWS_ENDPOINT_URL if the bucket is not at Amazon; then run this again: it continues",
)
_TEMPORARY = ("{shown} does not answer: {error}", "run this again later: it continues")

#: By the code of the service's answer.
_BY_CODE: Mapping[str, tuple[str, str]] = {
    "NoSuchBucket": (
        "there is no bucket {bucket}",
        "create it, or correct its name; AWS_ENDPOINT_URL must be set if the bucket is not at Amazon",
    ),
    **dict.fromkeys(
        (
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidClientTokenId",
            "InvalidSecurity",
            "Unauthorized",
            "401",
        ),
        _WRONG_CREDENTIALS,
    ),
    **dict.fromkeys(("ExpiredToken", "InvalidToken", "TokenRefreshRequired"), _EXPIRED),
    **dict.fromkeys(
        ("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "301"),
        _WRONG_REGION,
    ),
    **dict.fromkeys(("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"), _FULL),
    "RequestTimeTooSkewed": ("{shown} refuses this machine's time", "set the clock of this machine"),
    **dict.fromkeys(("SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "503", "500"), _TEMPORARY),
}
#: By the name of the exception, or of one that it is derived from.
_BY_NAME: Mapping[str, tuple[str, str]] = {
    "NoCredentialsError": (
        "there are no credentials for {shown}",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    ),
    "PartialCredentialsError": ("the credentials for {shown} are incomplete: {error}", "set all parts of them"),
    "ProfileNotFound": ("{error}", "correct AWS_PROFILE, or create the profile with: aws configure"),
    "ConfigParseError": ("{error}", "correct the file, or create it anew with: aws configure"),
    "TokenRetrievalError": _EXPIRED,
    "SSOTokenLoadError": _EXPIRED,
    "UnauthorizedSSOTokenError": _EXPIRED,
    "SSLError": (
        "the connection to the host of {shown} is not secure: {error}",
        "check AWS_ENDPOINT_URL; if the host has a certificate of its own, name its file in AWS_CA_BUNDLE",
    ),
    "ConnectionError": _NO_NETWORK,
    "HTTPClientError": _NO_NETWORK,
    "ParamValidationError": ("{shown} is not a valid address: {error}", "correct the name of the bucket"),
    "BotoCoreError": ("publishing to {shown} failed: {error}", "check the settings of S3, as in AWS_REGION"),
    "ValueError": ("the settings of S3 are not valid: {error}", "check AWS_ENDPOINT_URL, as in https://s3.example.org"),
}
#: What a person calls the requests that need a permission.
_PERMISSIONS: Mapping[str, str] = {
    "ListObjectsV2": "s3:ListBucket",
    "GetObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "DeleteObject": "s3:DeleteObject",
}
_FORBIDDEN = {"AccessDenied", "AllAccessDisabled", "Forbidden", "403"}


def error_code(error: Exception) -> str:
    """Return the code of an answer of the service, as in NoSuchBucket."""
    response = getattr(error, "response", None)
    found = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
    return str(found)


def explain_s3_error(error: Exception, *, bucket: str, shown: str) -> DigestifError | None:
    """Return the error as a sentence; None for one that botocore does not raise."""
    code = error_code(error)
    if code in _FORBIDDEN:
        operation = str(getattr(error, "operation_name", ""))
        needed = _PERMISSIONS.get(operation, operation)
        return DigestifError(
            f"the credentials for {shown} lack the permission {needed}",
            fix=f"allow {needed} on {bucket}; digestif publish needs {', '.join(_PERMISSIONS.values())}",
        )
    if code:
        found, fix = _BY_CODE.get(code, ("{shown} refused a request: {error}", "check the settings of the bucket"))
    else:
        names = [each.__name__ for each in type(error).__mro__]
        found, fix = next((_BY_NAME[name] for name in names if name in _BY_NAME), ("", ""))
        if not found:
            return None
    text = " ".join(str(error).split())
    return DigestifError(found.format(shown=shown, bucket=bucket, error=text), fix=fix)
