from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('program', '0004_timetable'),
    ]

    operations = [
        migrations.AddField(
            model_name='siteholiday',
            name='called_off',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
