from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("episodes", "0001_initial")]
    operations = [RowSecurity("Episode", "EpisodeState", "BusyTime", "KeepApart")]
