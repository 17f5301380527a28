from django.db import migrations, models


class Migration(migrations.Migration):
    """Two nulls are never equal to a database, so a key that belongs to no account could be used twice."""

    dependencies = [("effects", "0002_row_security")]

    operations = [
        migrations.AddConstraint(
            model_name="doneonce",
            constraint=models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(account_id__isnull=True),
                name="a_key_of_no_account_is_used_once",
            ),
        ),
    ]
