"""The table behind Django's cache: limits on sign-in hold across processes and machines without another service."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("entrance", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
