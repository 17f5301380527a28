from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0005_shift_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='swap',
            name='words',
            field=models.BinaryField(blank=True, null=True),
        ),
    ]
