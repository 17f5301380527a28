from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("program", "0001_initial")]
    operations = [RowSecurity("Site", "Room", "Service", "Staff", "StaffSite", "StaffService", "StaffAvailability", "OnCallDuty", "ProgramTemplate", "Phase", "PhaseService")]
