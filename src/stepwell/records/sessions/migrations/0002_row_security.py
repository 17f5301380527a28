from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial")]
    operations = [RowSecurity("Attendance", "AttendanceEntry")]
