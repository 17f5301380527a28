from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timetable', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='until_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
