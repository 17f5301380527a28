from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from stepwell.domain.privacy.access import Role
from stepwell.kernel.identifiers import new_id
from stepwell.records.tenancy.models import Organization, Scoped

LANGUAGES = [("en", "English"), ("es", "Español")]


class Person(Scoped):
    """Somebody the program knows: a participant, or one who supports a participant.

    Names stay readable by the database so that those who may can search them.
    Free text about a person is sealed with the person's own key.
    """

    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    preferred_name = models.CharField(max_length=120, blank=True)
    pronouns = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list)
    """Two-letter codes, the preferred one first."""
    birth_date = models.DateField(null=True, blank=True)
    search_text = models.CharField(max_length=400, db_index=True)
    """Case-folded, unaccented names; written by people.names.search_text."""
    external_id = models.CharField(max_length=120, blank=True)
    """The key of a record that was brought along from another system."""
    background = models.JSONField(default=dict, blank=True)
    """Coded facts brought along (never free text), by the names of docs/exchange.md."""
    created_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~models.Q(external_id=""),
                name="a_person_is_brought_along_once",
            ),
        ]
        indexes = [models.Index(fields=["organization", "family_name", "given_name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """What the person wants to be called."""
        return self.preferred_name or self.given_name

    @property
    def short_name(self) -> str:
        """As on a roster: the name used and one letter, "Luis O."."""
        return f"{self.called} {self.family_name[:1]}." if self.family_name else self.called

    @property
    def full_name(self) -> str:
        return f"{self.called} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return (self.called[:1] + self.family_name[:1]).upper()


class PersonKey(Scoped):
    """The key that seals one person's free text, itself wrapped by a key of the keyring.

    The keyring is a file outside the database. Without this row the text is forgotten.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="key")
    wrapped = models.BinaryField()
    ring_key = models.CharField(max_length=40)


class Channel(models.TextChoices):
    EMAIL = "email"
    NONE = "none"


class ContactWishes(Scoped):
    """How, when and in which words a person wants to be reached."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contact_wishes")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    safe_from = models.TimeField(default="08:00")
    safe_until = models.TimeField(default="20:00")
    zone = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    stopped_at = models.DateTimeField(null=True, blank=True)
    """When the person said the stop word. Nothing is sent after it."""


class Supporter(Scoped):
    """A relative or friend a participant named. It gives no access to anything."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supporters")
    supporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supports")
    relation = models.CharField(max_length=60)


class AccountManager(BaseUserManager["Account"]):
    """Sees all accounts: signing in comes before any scope is known."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """What somebody signs in with. One account has one role in one organization."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(unique=True)
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role if r is not Role.SYSTEM])
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account"
    )
    """The participant or family member; staff have their own row that points here."""
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    @property
    def is_staff_member(self) -> bool:
        return self.role not in {Role.PARTICIPANT.value, Role.FAMILY.value}


class OneTimeLink(models.Model):
    """A secret address that signs one account in once: an invitation, or the first manager's way in.

    Only a hash of the secret is kept. It is read before any scope is known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads neutral appointments.

    Only a hash of the secret is kept; making a new one ends the old. Read before any scope is known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    site_id = models.UUIDField(null=True, blank=True)
    """For staff: the site whose sessions it shows; None shows the account's own."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
