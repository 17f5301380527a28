from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("effects", "0001_initial")]
    operations = [RowSecurity("DoneOnce", "OutboxRow")]
