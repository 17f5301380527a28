from __future__ import annotations

from django.db import models


class SignInAttempt(models.Model):
    """One attempt that counts against a limit. Kept for a day.

    It names no account and no address: `bucket` is a keyed hash of what the limit is
    about (an account from one device, an account from one network, a network …).
    """

    bucket = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "at"], name="attempt_by_bucket"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self) -> str:
        return self.bucket[:8]
