from django.db import migrations

from stepwell.records.tenancy.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("attendance", "0002_row_security")]
    operations = [AppendOnly("AttendanceEntry")]
