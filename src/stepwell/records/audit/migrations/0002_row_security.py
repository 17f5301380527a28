from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [RowSecurity("AccessLine", "AccessedPerson", "ChainHead")]
