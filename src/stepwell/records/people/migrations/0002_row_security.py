from django.db import migrations

from stepwell.records.tenancy.security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [RowSecurity("Person", "PersonKey", "ContactWishes", "Supporter")]
