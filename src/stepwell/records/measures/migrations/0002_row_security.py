from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]
    operations = [RowSecurity("Response", "CheckIn", "DrugTestSample", "DrugTestResult", "SelfReportedUse", "MedicationDose")]
