from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial")]
    operations = [RowSecurity("Task")]
